"""What the essays say: files of prose become passages, passages an index, and a query the right quote."""

from bot.knowledge.essay import Essay
from bot.knowledge.folder import load
from bot.knowledge.library import Library
from bot.knowledge.quote import Answer, PassageId, Place, Quote, Verdict
from bot.knowledge.topic import Topic

__all__ = ["Answer", "Essay", "Library", "PassageId", "Place", "Quote", "Topic", "Verdict", "load"]
