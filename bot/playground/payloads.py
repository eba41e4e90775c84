"""The world as the JSON that Discord sends; field names and nulls as in its OpenAPI description."""

from bot.playground.shapes import Json
from bot.playground.times import stamp
from bot.playground.world import THREADS, Account, Channel, Membership, Message, NativePoll, Role, Server, Upload


def user(account: Account) -> Json:
    """Write an account."""
    return {
        "id": str(account.id),
        "username": account.name,
        "discriminator": "0",
        "global_name": None if account.bot else account.name.title(),
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "bot": account.bot,
        "public_flags": 0,
        "flags": 0,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
    }


def member(membership: Membership, *, with_user: bool = True) -> Json:
    """Write what an account is in a server."""
    written: Json = {
        "nick": None,
        "avatar": None,
        "banner": None,
        "avatar_decoration_data": None,
        "roles": [str(id_) for id_ in sorted(membership.roles)],
        "joined_at": stamp(membership.joined),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "communication_disabled_until": None,
    }
    if with_user:
        written["user"] = user(membership.account)
    return written


def role(of: Role) -> Json:
    """Write a role."""
    written: Json = {
        "id": str(of.id),
        "name": of.name,
        "description": None,
        "permissions": str(of.permissions),
        "position": of.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": of.bot_id is not None,
        "mentionable": of.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }
    if of.bot_id is not None:
        written["tags"] = {"bot_id": str(of.bot_id)}
    return written


def channel(of: Channel) -> Json:
    """Write a channel, a thread or a direct conversation."""
    written: Json = {
        "id": str(of.id),
        "type": of.kind,
        "flags": of.flags,
        "last_message_id": None if of.last_message_id is None else str(of.last_message_id),
    }
    if of.server is None:
        written["recipients"] = [] if of.recipient is None else [user(of.recipient)]
        return written
    written |= {
        "guild_id": str(of.server.id),
        "name": of.name,
        "parent_id": None if of.parent is None else str(of.parent.id),
        "rate_limit_per_user": 0,
    }
    if of.kind in THREADS:
        return written | _thread(of)
    return written | {
        "topic": of.topic,
        "position": of.position,
        "nsfw": of.nsfw,
        "permission_overwrites": [
            {"id": str(one.id), "type": one.kind, "allow": str(one.allow), "deny": str(one.deny)}
            for one in of.overwrites.values()
        ],
    }


def _thread(of: Channel) -> Json:
    state = of.thread
    if state is None:
        raise ValueError(f"channel {of.id} is of a thread's kind and has no thread's state")
    return {
        "owner_id": str(state.owner_id),
        "message_count": len(of.messages),
        "member_count": len(state.members),
        "total_message_sent": len(of.messages),
        "thread_metadata": {
            "archived": state.archived,
            "archive_timestamp": stamp(state.created),
            "auto_archive_duration": state.archive_minutes,
            "locked": state.locked,
            "create_timestamp": stamp(state.created),
        },
    }


def server(of: Server, application_id: int) -> Json:
    """Write a server without its channels and members, as `GET /guilds/{id}` does."""
    return {
        "id": str(of.id),
        "name": of.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": str(of.owner_id),
        "application_id": str(application_id) if of.owner_id == application_id else None,
        "region": "us-central",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": [role(one) for one in of.roles.values()],
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "en-US",
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
    }


def poll(of: NativePoll, viewer: int) -> Json:
    """Write a native poll as `viewer` (the bot) gets it."""
    return {
        "question": {"text": of.question},
        "answers": [{"answer_id": number, "poll_media": media} for number, media in enumerate(of.answers, start=1)],
        "expiry": stamp(of.expires),
        "allow_multiselect": of.multiple,
        "layout_type": 1,
        "results": {
            "answer_counts": [
                {"id": number, "count": len(voters), "me_voted": viewer in voters}
                for number, voters in of.votes.items()
            ],
            "is_finalized": of.final,
        },
    }


def attachment(upload: Upload, base: str) -> Json:
    """Write a file of a message; `base` is where files are served from."""
    url = f"{base}/attachments/{upload.id}/{upload.name}"
    written: Json = {
        "id": str(upload.id),
        "filename": upload.name,
        "size": len(upload.data),
        "url": url,
        "proxy_url": url,
        "content_type": upload.content_type,
    }
    if upload.description is not None:
        written["description"] = upload.description
    return written


def reaction(emoji: str) -> Json:
    """Write an emoji: a plain one, or `name:id` for a server's own."""
    name, _, number = emoji.partition(":")
    return {"id": number or None, "name": name}


def message(of: Message, base: str, viewer: int) -> Json:
    """Write a message as the bot (`viewer`) gets it. The result is cached on the message: do not change it."""
    if of.payload is not None:
        return of.payload
    written: Json = {
        "id": str(of.id),
        "channel_id": str(of.channel.id),
        "type": of.kind,
        "content": of.content,
        "author": user(of.author),
        "timestamp": stamp(of.moment),
        "edited_timestamp": None if of.edited is None else stamp(of.edited),
        "tts": False,
        "pinned": of.pinned,
        "flags": of.flags,
        "mention_everyone": of.mention_everyone,
        "mentions": [user(one) for one in of.mentions],
        "mention_roles": [str(one) for one in of.mention_roles],
        "attachments": [attachment(one, base) for one in of.uploads],
        "embeds": of.embeds,
        "components": of.components,
    }
    written |= _rarely(of, viewer)
    of.payload = written
    return written


def _rarely(of: Message, viewer: int) -> Json:
    """Write what only some messages have."""
    rare: Json = {}
    if of.nonce is not None:
        rare["nonce"] = of.nonce
    if of.reactions:
        rare["reactions"] = [
            {
                "emoji": reaction(emoji),
                "count": len(who),
                "count_details": {"burst": 0, "normal": len(who)},
                "burst_colors": [],
                "me_burst": False,
                "me": viewer in who,
            }
            for emoji, who in of.reactions.items()
        ]
    if of.poll is not None:
        rare["poll"] = poll(of.poll, viewer)
    if of.reference is not None:
        rare["message_reference"] = of.reference
    if of.thread is not None:
        rare["thread"] = channel(of.thread)
    if of.by_interaction is not None:
        rare["interaction_metadata"] = of.by_interaction
        rare["application_id"] = rare["webhook_id"] = str(of.author.id)
    return rare
