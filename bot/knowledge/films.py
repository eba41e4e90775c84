"""Which film is meant: the one asked for, else the channel's, else the one its name resembles, else the default."""

from bot.errors import Refusal
from bot.knowledge import Library
from bot.text import answers as words


def film_meant(
    library: Library, *, asked: str | None = None, bound: str | None = None, place: str = "", default: str = ""
) -> str | None:
    """Return the film of the library that is meant, or None where there is but one voice: all films.

    `asked` is what the person named, `bound` what the configuration binds the channel to, `place` the channel's or
    thread's name, `default` the configuration's film. Raises Refusal where there is no essay on what was asked.
    """
    if asked:
        film = library.film_like(asked)
        if film is None:
            raise Refusal(words.no_such_film(asked, library.films))
        return film
    return library.film_like(bound or "") or library.film_like(place) or library.film_like(default)
