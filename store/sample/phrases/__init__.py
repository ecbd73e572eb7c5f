"""What customers and the assistant say, per language."""

from store.sample.phrases.de import GERMAN
from store.sample.phrases.en import ENGLISH
from store.sample.phrases.es import SPANISH
from store.sample.phrases.fr import FRENCH
from store.sample.phrases.ja import JAPANESE
from store.sample.phrases.language import DECLINE, HUMAN, INTENTS, LABELS, Language, route_of
from store.sample.phrases.pt import PORTUGUESE

LANGUAGES = (ENGLISH, GERMAN, FRENCH, SPANISH, PORTUGUESE, JAPANESE)

__all__ = ["DECLINE", "HUMAN", "INTENTS", "LABELS", "LANGUAGES", "Language", "route_of"]
