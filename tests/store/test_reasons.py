from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.errors import Refusal
from bot.polls.poll import Poll, Terms
from bot.polls.result import Thresholds
from bot.polls.service import Polls
from bot.reasons.reason import Page, Reason, Said
from bot.reasons.rules import Rules
from bot.reasons.service import Reasons
from bot.store.ballots import Ballots
from bot.store.database import Database
from bot.store.polls import Polls as PollStore
from bot.store.reasons import Reasons as ReasonStore
from tests.store.given import DAY, OTHER_SERVER, QUESTION, SERVER, press

RULES = Rules(ask="optional", per_hour=4, per_hour_of_server=100, reports_per_hour=2)
SAD, HAPPY = 0, 1
ANN, BOB, CLEO = 1, 2, 3


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
async def polls(database: Database, clock: MovableClock) -> Polls:
    return Polls(PollStore(database), Ballots(database), clock, {}, Thresholds(3, 5))


@pytest.fixture
async def reasons(database: Database, clock: MovableClock) -> Reasons:
    return Reasons(ReasonStore(database), clock, RULES, lambda server: ["rotten"] if server == SERVER else [])


@pytest.fixture
async def poll(polls: Polls) -> Poll:
    return await polls.start(polls.draft(SERVER, 11, 12, QUESTION, Terms(), DAY))


Say = Callable[..., Awaitable[Reason]]


@pytest.fixture
async def say(polls: Polls, reasons: Reasons, poll: Poll, clock: MovableClock) -> Say:
    async def say(
        member: int, side: int, text: str = "So it goes.", *, agreed: bool = True, vote: bool = True
    ) -> Reason:
        if vote:
            await polls.vote(SERVER, poll.id, side, member, press=press(clock))
        return await reasons.say(Said(SERVER, poll.id, member, side, text, f"member {member}", agreed))

    return say


async def shown(reasons: Reasons, poll: Poll) -> list[tuple[int, str]]:
    return [(one.side, one.text) for one in await reasons.record(SERVER, poll.id)]


async def test_the_record_has_what_was_agreed_to_by_side_in_the_order_of_the_votes(
    polls: Polls, reasons: Reasons, poll: Poll, say: Say, clock: MovableClock
) -> None:
    await polls.vote(SERVER, poll.id, HAPPY, CLEO, press=press(clock))
    clock.advance(timedelta(minutes=1))
    await say(ANN, HAPPY, "Ann's reason")
    await say(BOB, SAD, "Bob's reason")
    await say(4, SAD, "Not to be shown", agreed=False)
    await say(CLEO, HAPPY, "Cleo's reason, said last by her who voted first", vote=False)
    assert await shown(reasons, poll) == []  # nothing before the close
    await polls.close(SERVER, poll.id)
    expected = [
        (SAD, "Bob's reason"),
        (HAPPY, "Cleo's reason, said last by her who voted first"),
        (HAPPY, "Ann's reason"),
    ]
    assert await shown(reasons, poll) == expected
    assert await shown(reasons, poll) == expected


async def test_a_reason_follows_a_moved_vote_only_if_its_writer_confirms_it(
    polls: Polls, reasons: Reasons, poll: Poll, say: Say
) -> None:
    await say(ANN, SAD, "stays behind")
    await say(BOB, SAD, "comes along")
    await say(CLEO, SAD, "has no vote any more")
    for member in (ANN, BOB):
        await polls.vote(SERVER, poll.id, HAPPY, member, press=press())
    await polls.withdraw(SERVER, poll.id, CLEO, press=press())
    await reasons.follow(SERVER, poll.id, BOB)
    with pytest.raises(Refusal, match="no reason of yours"):
        await reasons.follow(SERVER, poll.id, CLEO)
    await polls.close(SERVER, poll.id)
    assert await shown(reasons, poll) == [(HAPPY, "comes along")]
    with pytest.raises(Refusal, match="closed"):
        await reasons.follow(SERVER, poll.id, ANN)


async def test_a_reason_needs_a_vote_for_its_side_in_an_open_poll_of_its_server(
    polls: Polls, reasons: Reasons, poll: Poll, say: Say
) -> None:
    with pytest.raises(Refusal, match="not for that option"):
        await say(ANN, SAD, vote=False)
    await polls.vote(SERVER, poll.id, HAPPY, ANN, press=press())
    with pytest.raises(Refusal, match="not for that option"):
        await say(ANN, SAD, vote=False)
    with pytest.raises(Refusal, match="no such poll"):
        await reasons.say(Said(OTHER_SERVER, poll.id, ANN, HAPPY, "from elsewhere", "ann", True))
    await polls.close(SERVER, poll.id)
    with pytest.raises(Refusal, match="closed"):
        await say(ANN, HAPPY, vote=False)
    assert await reasons.mine(SERVER, ANN) == []


async def test_in_an_anonymous_poll_the_name_is_not_kept(polls: Polls, reasons: Reasons, poll: Poll, say: Say) -> None:
    assert (await say(ANN, SAD)).name == ""
    public = await polls.start(polls.draft(SERVER, 11, 12, QUESTION, Terms(anonymous=False), DAY))
    await polls.vote(SERVER, public.id, SAD, ANN, press=press())
    said = await reasons.say(Said(SERVER, public.id, ANN, SAD, "So it goes.", "an\u202en\n", True))
    assert said.name == "ann"


async def test_the_pace_and_the_words_are_the_servers(
    reasons: Reasons, poll: Poll, say: Say, clock: MovableClock
) -> None:
    with pytest.raises(Refusal, match="rotten"):
        await say(ANN, SAD, "A ROTTEN end")
    for number in range(4):
        await say(ANN, SAD, f"reason {number}")
    with pytest.raises(Refusal, match="within an hour"):
        await say(ANN, SAD, "one too many")
    assert [one.text for one in await reasons.mine(SERVER, ANN)] == ["reason 3"]
    await say(BOB, SAD)
    clock.advance(timedelta(hours=1))
    assert (await say(ANN, SAD, "later")).text == "later"


async def test_only_its_writer_changes_a_reason_and_the_posted_page_is_known_to_be_stale(
    polls: Polls, reasons: Reasons, poll: Poll, say: Say
) -> None:
    kept = await say(ANN, SAD)
    await polls.close(SERVER, poll.id)
    await reasons.record(SERVER, poll.id)
    await reasons.keep_page(Page(SERVER, poll.id, SAD, thread=50, message=51))
    for server, member in ((SERVER, BOB), (OTHER_SERVER, ANN)):
        with pytest.raises(Refusal, match="not yours"):
            await reasons.change(server, kept.id, member, "taken over", agreed=True)
        with pytest.raises(Refusal, match="not yours"):
            await reasons.withdraw(server, kept.id, member)
    drawn: list[Page] = []

    async def draw(page: Page) -> None:
        drawn.append(page)

    assert await reasons.redraw_all(draw)
    assert drawn == []
    await reasons.change(SERVER, kept.id, ANN, "put better", agreed=True)
    assert await shown(reasons, poll) == [(SAD, "put better")]
    await reasons.withdraw(SERVER, kept.id, ANN)
    assert await shown(reasons, poll) == []
    await reasons.redraw_all(draw)
    await reasons.redraw_all(draw)
    assert [(page.thread, page.message) for page in drawn] == [(50, 51)]


async def test_a_page_that_changes_while_it_is_drawn_or_cannot_be_drawn_is_drawn_again(
    polls: Polls, reasons: Reasons, poll: Poll, say: Say
) -> None:
    kept = await say(ANN, SAD)
    await polls.close(SERVER, poll.id)
    await reasons.record(SERVER, poll.id)
    await reasons.keep_page(Page(SERVER, poll.id, SAD, thread=50, message=51))
    await reasons.hide(SERVER, kept.id, "not kind")
    drawn = []

    async def draw(page: Page) -> None:
        drawn.append(page)
        if len(drawn) == 1:
            await reasons.unhide(SERVER, kept.id)
        if len(drawn) == 2:
            raise OSError("the network is down")

    assert [await reasons.redraw_all(draw) for _ in range(4)] == [True, False, True, True]
    assert len(drawn) == 3


async def test_a_report_reaches_the_moderators_once(polls: Polls, reasons: Reasons, poll: Poll, say: Say) -> None:
    kept, unseen = await say(ANN, SAD), await say(BOB, SAD, agreed=False)
    told: list[int] = []

    async def tell(reason: Reason) -> None:
        told.append(reason.id)
        if len(told) == 1:
            raise OSError("the network is down")

    with pytest.raises(Refusal, match="no reason"):
        await reasons.report(SERVER, kept.id, CLEO)  # the poll is open: nobody can have read it
    await polls.close(SERVER, poll.id)
    await reasons.record(SERVER, poll.id)
    for server, reason in ((SERVER, unseen.id), (OTHER_SERVER, kept.id)):
        with pytest.raises(Refusal, match="no reason"):
            await reasons.report(server, reason, CLEO)
    await reasons.report(SERVER, kept.id, CLEO)
    assert await reasons.tell_all(tell, lambda _server: False)  # no channel: it waits
    assert not await reasons.tell_all(tell, lambda server: server == SERVER)
    await reasons.report(SERVER, kept.id, BOB)
    assert await reasons.tell_all(tell, lambda _server: True)
    await reasons.report(SERVER, kept.id, CLEO)
    assert await reasons.tell_all(tell, lambda _server: True)
    assert told == [kept.id, kept.id]
    with pytest.raises(Refusal, match="within an hour"):
        await reasons.report(SERVER, kept.id, CLEO)
    assert [one.id for one in await reasons.reported(SERVER)] == [kept.id]
    assert await reasons.reported(OTHER_SERVER) == []


async def test_what_a_moderator_hides_is_shown_to_its_writer_with_the_note_and_can_be_shown_again(
    polls: Polls, reasons: Reasons, poll: Poll, say: Say
) -> None:
    kept = await say(ANN, SAD)
    await polls.close(SERVER, poll.id)
    await reasons.record(SERVER, poll.id)
    with pytest.raises(Refusal, match="no reason"):
        await reasons.hide(OTHER_SERVER, kept.id, "not ours")
    await reasons.hide(SERVER, kept.id, "It names a member.")
    assert await shown(reasons, poll) == []
    mine = await reasons.own(SERVER, kept.id, ANN)
    assert mine.hidden_note == "It names a member."
    await reasons.change(SERVER, kept.id, ANN, "A change brings nothing back.", agreed=True)
    assert await shown(reasons, poll) == []
    await reasons.unhide(SERVER, kept.id)
    assert await shown(reasons, poll) == [(SAD, "A change brings nothing back.")]
    with pytest.raises(Refusal, match="not hidden"):
        await reasons.unhide(SERVER, kept.id)
