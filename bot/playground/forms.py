"""The bodies of messages that Discord takes, as shapes; each named as in its OpenAPI description."""

from bot.playground import limits
from bot.playground.shapes import Anything, ByType, Choice, Kind, ListOf, Number, Shape, Snowflake, Text, Truth

EMOJI = Shape("ComponentEmojiForRequest", {"id": Snowflake(), "name": Text(most=32)}, frozenset({"name"}))
CUSTOM_ID = Text(1, limits.CUSTOM_ID)
NUMBER_ID = Number(0)

BUTTON = Shape(
    "ButtonComponentForMessageRequest",
    {
        "id": NUMBER_ID,
        "style": Choice((1, 2, 3, 4, 5, 6)),
        "custom_id": CUSTOM_ID,
        "label": Text(most=limits.BUTTON_LABEL),
        "url": Text(most=limits.BUTTON_URL),
        "disabled": Truth(),
        "sku_id": Snowflake(),
        "emoji": EMOJI,
    },
    frozenset({"style"}),
)

SELECT_OPTION = Shape(
    "StringSelectOptionForRequest",
    {
        "label": Text(1, limits.SELECT_TEXT),
        "value": Text(1, limits.SELECT_TEXT),
        "description": Text(most=limits.SELECT_TEXT),
        "default": Truth(),
        "emoji": EMOJI,
    },
    frozenset({"label", "value"}),
)

_SELECT: dict[str, Kind] = {
    "id": NUMBER_ID,
    "custom_id": CUSTOM_ID,
    "placeholder": Text(most=limits.SELECT_PLACEHOLDER),
    "min_values": Number(0, limits.SELECT_OPTIONS),
    "max_values": Number(1, limits.SELECT_OPTIONS),
    "disabled": Truth(),
    "required": Truth(),
}


def selects(place: str) -> dict[int, Shape]:
    """Return the selects by type, as a place ("Message" or "Modal") takes them."""
    options = ListOf(SELECT_OPTION, 1, limits.SELECT_OPTIONS)
    entities = _SELECT | {"default_values": ListOf(Anything(), most=limits.SELECT_OPTIONS)}
    needs = frozenset({"custom_id"})
    return {
        3: Shape(f"StringSelectComponentFor{place}Request", _SELECT | {"options": options}, needs | {"options"}),
        5: Shape(f"UserSelectComponentFor{place}Request", entities, needs),
        6: Shape(f"RoleSelectComponentFor{place}Request", entities, needs),
        7: Shape(f"MentionableSelectComponentFor{place}Request", entities, needs),
        8: Shape(f"ChannelSelectComponentFor{place}Request", entities, needs),
    }


ROW = Shape(
    "ActionRowComponentForMessageRequest",
    {
        "id": NUMBER_ID,
        "components": ListOf(ByType({2: BUTTON, **selects("Message")}), 1, limits.ROW_BUTTONS),
    },
    frozenset({"components"}),
)


def display(place: str) -> Shape:
    """Return the text display of a place ("Message" or "Modal")."""
    return Shape(
        f"TextDisplayComponentFor{place}Request",
        {"id": NUMBER_ID, "content": Text(1, limits.COMPONENTS_TEXT)},
        frozenset({"content"}),
    )


MEDIA = Shape("UnfurledMediaRequest", {"url": Text(most=limits.MEDIA_URL)}, frozenset({"url"}))
_DESCRIBED: dict[str, Kind] = {"description": Text(1, limits.MEDIA_DESCRIPTION), "spoiler": Truth(), "media": MEDIA}
THUMBNAIL = Shape("ThumbnailComponentForMessageRequest", {"id": NUMBER_ID, **_DESCRIBED}, frozenset({"media"}))
SECTION = Shape(
    "SectionComponentForMessageRequest",
    {
        "id": NUMBER_ID,
        "components": ListOf(ByType({10: display("Message")}), 1, limits.SECTION_TEXTS),
        "accessory": ByType({2: BUTTON, 11: THUMBNAIL}),
    },
    frozenset({"components", "accessory"}),
)
GALLERY = Shape(
    "MediaGalleryComponentForMessageRequest",
    {
        "id": NUMBER_ID,
        "items": ListOf(Shape("MediaGalleryItemRequest", _DESCRIBED, frozenset({"media"})), 1, limits.GALLERY_ITEMS),
    },
    frozenset({"items"}),
)
FILE = Shape(
    "FileComponentForMessageRequest",
    {
        "id": NUMBER_ID,
        "spoiler": Truth(),
        "file": Shape(
            "UnfurledMediaRequestWithAttachmentReferenceRequired",
            {"url": Text(most=limits.MEDIA_URL)},
            frozenset({"url"}),
        ),
    },
    frozenset({"file"}),
)
SEPARATOR = Shape(
    "SeparatorComponentForMessageRequest", {"id": NUMBER_ID, "spacing": Choice((1, 2)), "divider": Truth()}
)
_INSIDE = {1: ROW, 9: SECTION, 10: display("Message"), 12: GALLERY, 13: FILE, 14: SEPARATOR}
CONTAINER = Shape(
    "ContainerComponentForMessageRequest",
    {
        "id": NUMBER_ID,
        "accent_color": Number(0, 0xFFFFFF),
        "components": ListOf(ByType(_INSIDE), 1, limits.COMPONENTS),
        "spoiler": Truth(),
    },
    frozenset({"components"}),
)
COMPONENTS_V1 = ListOf(ByType({1: ROW}), most=limits.COMPONENTS_V1_ROWS)
COMPONENTS_V2 = ListOf(ByType({**_INSIDE, 17: CONTAINER}), most=limits.COMPONENTS)

_URL = Text(most=2_048)
_PICTURE: dict[str, Kind] = {"url": _URL}
EMBED = Shape(
    "RichEmbed",
    {
        "title": Text(most=limits.EMBED_TITLE),
        "description": Text(most=limits.EMBED_DESCRIPTION),
        "url": _URL,
        "color": Number(0, 0xFFFFFF),
        "footer": Shape("RichEmbedFooter", {"text": Text(most=limits.EMBED_FOOTER), "icon_url": _URL}),
        "author": Shape("RichEmbedAuthor", {"name": Text(most=limits.EMBED_AUTHOR), "url": _URL, "icon_url": _URL}),
        "image": Shape("RichEmbedImage", _PICTURE),
        "thumbnail": Shape("RichEmbedThumbnail", _PICTURE),
        "fields": ListOf(
            Shape(
                "RichEmbedField",
                {
                    "name": Text(most=limits.EMBED_FIELD_NAME),
                    "value": Text(most=limits.EMBED_FIELD_VALUE),
                    "inline": Truth(),
                },
                frozenset({"name", "value"}),
            ),
            most=limits.EMBED_FIELDS,
        ),
    },
)

ALLOWED_MENTIONS = Shape(
    "MessageAllowedMentionsRequest",
    {
        "parse": ListOf(Choice(("everyone", "roles", "users")), most=limits.MENTIONS_PARSED),
        "users": ListOf(Snowflake(), most=limits.MENTIONS_LISTED),
        "roles": ListOf(Snowflake(), most=limits.MENTIONS_LISTED),
        "replied_user": Truth(),
    },
)
ATTACHMENT = Shape(
    "MessageAttachmentRequest",
    {
        "id": Snowflake(),
        "filename": Text(1, limits.FILE_NAME),
        "description": Text(most=limits.FILE_DESCRIPTION),
        "is_spoiler": Truth(),
    },
    frozenset({"id"}),
)
POLL = Shape(
    "PollCreateRequest",
    {
        "question": Shape("PollMedia", {"text": Text(1, limits.POLL_QUESTION)}, frozenset({"text"})),
        "answers": ListOf(
            Shape(
                "PollAnswerCreateRequest",
                {
                    "poll_media": Shape(
                        "PollMediaCreateRequest",
                        {"text": Text(1, limits.POLL_ANSWER), "emoji": Anything()},
                        frozenset({"text"}),
                    )
                },
                frozenset({"poll_media"}),
            ),
            1,
            limits.POLL_ANSWERS,
        ),
        "allow_multiselect": Truth(),
        "layout_type": Choice((1,)),
        "duration": Number(1, limits.POLL_HOURS),
    },
    frozenset({"question", "answers"}),
)
MESSAGE = Shape(
    "IncomingWebhookInteractionRequest",
    {
        "content": Text(most=limits.CONTENT),
        "embeds": ListOf(EMBED, most=limits.EMBEDS),
        "allowed_mentions": ALLOWED_MENTIONS,
        "attachments": ListOf(ATTACHMENT, most=limits.ATTACHMENTS),
        "poll": POLL,
        "tts": Truth(),
        "flags": Number(),
    },
)
CHANNEL_MESSAGE = Shape(
    "MessageCreateRequest",
    {
        **MESSAGE.fields,
        "sticker_ids": ListOf(Snowflake(), most=limits.STICKERS),
        "enforce_nonce": Truth(),
        "message_reference": Shape(
            "MessageReferenceRequest",
            {
                "message_id": Snowflake(),
                "channel_id": Snowflake(),
                "guild_id": Snowflake(),
                "fail_if_not_exists": Truth(),
            },
            frozenset({"message_id"}),
        ),
    },
)
THREAD = Shape(
    "CreateTextThreadWithMessageRequest",
    {
        "name": Text(1, limits.THREAD_NAME),
        "auto_archive_duration": Choice(limits.THREAD_ARCHIVE_MINUTES),
        "rate_limit_per_user": Number(0, limits.SLOWMODE),
    },
    frozenset({"name"}),
)
