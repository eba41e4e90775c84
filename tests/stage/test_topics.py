"""Topics and quotes, asked by text, by slash and by an @mention."""

from pathlib import Path

import pytest

from bot import knowledge
from bot.playground import RefusedByClient, Reply, setting
from bot.shipped import shipped
from tests.stage.evening import Evening, evening_in

ESSAYS = {essay.title: essay.text for essay in knowledge.load(shipped("seeds")).essays}


def quoted(reply: Reply) -> list[str]:
    return [line.removeprefix("> ") for line in reply.text.splitlines() if line.startswith("> ")]


def is_verbatim(quote: str) -> bool:
    return any(quote.replace("\\", "") in text for text in ESSAYS.values())


async def test_a_topic_by_text_slash_and_mention_shows_both_sides_with_their_sources(evening: Evening) -> None:
    bot = evening.stage.backstage.bot
    for answer in (
        await evening.ann.say("!ending"),
        await evening.ann.slash("ending"),
        await evening.ann.say(f"<@{bot.id}> ending"),
    ):
        assert "La La Land: the ending" in answer.text
        assert "**BITTERSWEET** “What makes La La Land the perfect love story” · " in answer.text
        assert "**HAPPY** “A very happy ending” · paragraph" in answer.text
        assert len(quoted(answer)) == 2
        assert all(is_verbatim(quote) for quote in quoted(answer))
        assert not answer.ephemeral


@pytest.mark.parametrize("topic", ["songs", "love", "dreams", "characters", "hollywood", "jazz", "director", "oscars"])
async def test_every_shipped_topic_quotes_an_essay(evening: Evening, topic: str) -> None:
    answer = await evening.ann.slash(topic)
    assert quoted(answer)
    assert all(is_verbatim(quote) for quote in quoted(answer))


async def test_words_narrow_a_topic_however_they_are_typed(evening: Evening) -> None:
    by_text = await evening.ann.say("!songs luvly night")
    by_slash = await evening.ann.slash("songs", words="luvly night")
    assert quoted(by_text) == quoted(by_slash)
    assert "A Lovely Night" in quoted(by_text)[0]


async def test_an_alias_is_the_topic(evening: Evening) -> None:
    assert "La La Land: the ending" in (await evening.ann.say("!finale")).text


async def test_a_miss_says_so_and_names_the_topics(evening: Evening) -> None:
    answer = await evening.ann.say("!quote a recipe for carrot cake")
    assert answer.text == (
        "The essays do not speak of that. They do speak of: the ending, songs, love, dreams, the characters, "
        "Hollywood, jazz, the director, the Oscars."
    )


async def test_an_unknown_command_is_silence_for_the_prefix_is_shared(evening: Evening) -> None:
    await evening.ann.say("!nosuchcommand", expect=False)
    assert "jazz" in (await evening.ann.say("!jazz")).text
    assert len([reply for reply in evening.ann.sees() if reply.message and reply.message.author.bot]) == 1


async def test_autocomplete_offers_passages_whose_names_spoil_nothing(evening: Evening) -> None:
    choices = await evening.ann.autocomplete("quote", text="luvly ni")
    assert choices
    assert not any(is_verbatim(choice["name"]) for choice in choices)
    answer = await evening.ann.slash("quote", text=choices[0]["value"])
    assert "A Lovely Night" in answer.text


async def test_spoilers_are_blurred_but_in_a_channel_marked_for_them(evening: Evening) -> None:
    assert (await evening.ann.say("!ending")).spoilered
    assert not (await evening.ann.say("!ending", channel="spoilers")).spoilered


async def test_a_channel_can_be_marked_for_spoilers_while_the_bot_runs(evening: Evening) -> None:
    assert (await evening.ann.say("!ending", channel="films")).spoilered
    films = evening.stage.channel("films")
    setting.mark_for_spoilers(evening.stage.backstage, films, marked=True)
    assert not (await evening.ann.say("!ending", channel="films")).spoilered


async def test_spoilers_are_not_blurred_where_the_configuration_says_so(evening: Evening) -> None:
    general = evening.stage.channel("general")
    await evening.stop_bot()
    channels = evening.settings.channels.model_copy(update={"unblurred": frozenset({general.id})})
    evening.settings = evening.settings.model_copy(update={"channels": channels})
    await evening.start_bot()
    assert not (await evening.ann.say("!ending")).spoilered
    assert (await evening.ann.say("!ending", channel="films")).spoilered


async def test_a_topic_takes_turns_and_goes_on_after_a_restart(evening: Evening) -> None:
    seen: list[str] = []
    for turn in range(4):
        answer = await evening.ann.slash("ending")
        seen += quoted(answer)
        if turn == 1:
            await evening.restart_bot()
    assert len(set(seen)) == len(seen) == 8


async def test_the_side_that_comes_first_changes(evening: Evening) -> None:
    firsts = [(await evening.ann.slash("ending")).text.splitlines()[1].split("**")[1] for _ in range(2)]
    assert set(firsts) == {"HAPPY", "BITTERSWEET"}


async def test_another_from_this_side_is_private_and_turns_in_place(evening: Evening) -> None:
    shown = await evening.ann.slash("ending")
    another = await evening.bob.press(shown, "Another")
    assert another.ephemeral
    assert len(quoted(another)) == 1
    assert quoted(another)[0] not in quoted(shown)
    assert shown.text.splitlines()[1].split("**")[1] in another.text
    first = another.text
    turned = await evening.bob.press(another, "Another")
    assert turned.id == another.id
    assert turned.text != first


async def test_where_it_stands_opens_the_paragraph_and_pages_after_a_restart(evening: Evening) -> None:
    shown = await evening.ann.slash("ending")
    quote = quoted(shown)[0]
    await evening.restart_bot()
    place = await evening.bob.press(shown, "Where it stands")
    assert place.ephemeral
    assert place.spoilered
    assert f"**{quote}**" in place.text
    on = "Read on" if "Read on" in [button.label for button in place.buttons] else "Back"
    before = place.text
    turned = await evening.bob.press(place, on)
    assert turned.text != before
    assert is_verbatim(turned.text.splitlines()[-1])


async def test_a_film_is_asked_for_by_text_and_slash_or_refused_by_name(evening: Evening) -> None:
    assert quoted(await evening.ann.say("!songs lovely night film: la la land"))
    assert quoted(await evening.ann.slash("songs", words="lovely night", film="lalaland"))
    refusal = await evening.ann.slash("ending", film="Jaws")
    assert refusal.ephemeral
    assert refusal.text == "No essay here is on “Jaws”. There are essays on: La La Land."


async def test_the_channels_name_or_the_configuration_chooses_the_film(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for essay in shipped("seeds").iterdir():
        (seeds / essay.name).write_bytes(essay.read_bytes())
    text = (
        '+++\ntitle = "Blue"\nfilm = "Moonlight"\n+++\nThe ending of Moonlight is quiet. The sea answers him at last.\n'
    )
    (seeds / "blue.txt").write_text(text, encoding="utf-8")
    async with evening_in(tmp_path) as evening:
        cafe = evening.stage.server()
        setting.channel(evening.stage.backstage, cafe, "moonlight-talk")
        assert "Moonlight: the ending" in (await evening.ann.say("!ending", channel="moonlight-talk")).text
        assert "La La Land: the ending" in (await evening.ann.say("!ending", channel="general")).text
        assert "Moonlight: the ending" in (await evening.ann.slash("ending", film="moonlight")).text
        assert "The essays have one voice on this." in (await evening.ann.slash("ending", film="moonlight")).text


async def test_what_is_required_is_required(evening: Evening) -> None:
    with pytest.raises(RefusedByClient):
        await evening.ann.slash("quote")
    assert "It goes like this: `!quote" in (await evening.ann.say("!quote")).text


async def test_the_bot_tells_of_itself(evening: Evening) -> None:
    assert "Epilogue" in (await evening.ann.slash("about")).text
    assert "`/jazz` or `!jazz`" in (await evening.ann.slash("topics")).text
    assert "“A very happy ending”, on *La La Land* (2016); finds it happy" in (await evening.ann.slash("essays")).text
    assert "`/quote`: Find a passage in the essays" in (await evening.ann.say("!help")).text


async def test_nothing_pings_anybody(evening: Evening) -> None:
    await evening.ann.say("!quote @everyone <@1> the ending was sad")
    assert evening.stage.pings == []


async def test_topics_beyond_the_cap_are_asked_for_by_name(tmp_path: Path) -> None:
    async with evening_in(tmp_path, configured="[commands]\ntopics = 2") as evening:
        with pytest.raises(RefusedByClient):
            await evening.ann.slash("jazz")
        assert await evening.ann.autocomplete("topic", name="osc") == [{"name": "the Oscars", "value": "oscars"}]
        named = await evening.ann.slash("topic", name="jazz", words="pianist")
        assert "La La Land: jazz" in named.text
        assert "La La Land: jazz" in (await evening.ann.say("!jazz")).text
        assert "La La Land: songs" in (await evening.ann.slash("songs")).text
        assert "There is no topic “opera”." in (await evening.ann.slash("topic", name="opera")).text
        assert "`/topic name:jazz` or `!jazz`" in (await evening.ann.slash("topics")).text


async def test_a_number_that_names_nothing_is_told(evening: Evening) -> None:
    for command in ("take review", "take read", "reason list", "poll results"):
        for number in (2**53, 2**64, -1):
            said = (await evening.max.say(f"!{command} {number}")).text
            assert said.startswith(f"Nothing here has such a number. It goes like this: `!{command} ")
    assert "Nothing here has such a number." in (await evening.max.slash("take read", take=-1)).text
