"""First and last names of a dozen languages, and words that are none though they look so."""

from functools import cache
from importlib import import_module

LOCALES = ("en_US", "en_GB", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pt_PT", "pl_PL",
           "sv_SE", "da_DK", "no_NO", "en_IN")  # fmt: skip

# First names that are words or places as well: alone they name nobody.
_WORDS_AND_PLACES = """
will may mark grant rose hope april june august chase bill art faith joy summer autumn
dawn eve max rich drew pat sue gene jade ruby pearl amber ivy iris lily daisy holly
heather melody harmony destiny trinity christian jordan austin dallas paris london
florence victoria charlotte madison sydney savannah virginia georgia carolina dakota
brooklyn chelsea kent lance miles guy jack frank ernest clay cliff dale glen heath ray rob
sandy skip wade angel star penny sterling pet sky gates price mercedes tesla alexandria
carmen diamond crystal ginger olive rocky rusty van don king prince duke earl major
general judge dean case page reed stone river brook forest ford lincoln jefferson
washington houston phoenix denver israel ireland chad india china asia america italia
santiago francisco lourdes kingston hudson rio sol luz mar paz milan roman german french
norman basil sage bishop marshal marshall noble royal true justice constant carey care
merry happy young long small ash gray grey brown green white black silver gold an so do no
in on at to per kai jan kim lee
"""
# Names that are of a thing more often than of a person.
_THINGS = """
harry potter, jack daniels, jim beam, johnnie walker, captain morgan, martin luther, calvin
klein, tommy hilfiger, ralph lauren, hugo boss, marc jacobs, michael kors, kate spade, louis
vuitton, christian dior, giorgio armani, jean paul, levi strauss, ted baker, mickey mouse,
donald duck, santa claus, james bond, morgan stanley, charles schwab, philip morris, mary kay,
estee lauder, elizabeth arden, max mara, tom tailor, jack wolfskin, ben jerry, uncle ben
"""
THINGS = frozenset(" ".join(one.split()) for one in _THINGS.split(","))
AMBIGUOUS = frozenset(_WORDS_AND_PLACES.split())
_NO_NAMES = """
a about account accounts action active add address admin after agent ai air airline
airlines airport all alert am amazon america american an and android another any api app
apple apply apps april are area as ask assistant at atm august auto avenue bad balance
bank banking base basic bay beach because before best big billing black blue board bonus
book booking bot box brand bridge build business but button buy by call can cancel card
cards care case cash center centre chat check checkout city claim class click client close
club code college come company contact copy corp corporation could council country county
credit currency customer customers dashboard data date day days dear debit december deep
default delivery department desk did digital direct district do does done down drive dutch
east economy edition email end energy english enterprise error euro europe event events
every everyone exchange excel express face facebook failed false family february fee few
field file final finance find first flight flow folks for force form foundation france
free french friday from front fund game gas gateway general german germany get gift give
go gold good google government grand great green group guide had hall has have he health
hello help her here hi high hill his holiday home hospital hotel hour hours house how i id
if in inc info insurance international internet into invoice ios iphone is island issue it
item its january jira job july june just key kind king lab labs lake language last law
learn legal let letter level library life light like limited line link linux list live
loan local location log login london long lost ltd mac machine madam mail main make man
manager many map march market may maybe me media medical member message metal microsoft
mini mobile mode model monday money month months more morning most mountain mr mrs ms much
museum music my name national need network never new news next no none north not note
nothing notice november now number october of off offer office ok old on once one online
only open or order orders other our out over page paid park part partner party password
pay payment payments paypal people per period phone place plan platform please plus point
policy port post power premium press price prime privacy pro problem product profile
program project public python queen question quick rail rate read ready really red refund
refunds regards region register report request research reset resort return returns review
right river road room route sale sales same saturday save savings school science search
second section security see seems send september series server service services session
set settings she shipping shop short should show sign sir site small so social software
some something sorry south spain spanish special square staff standard star start state
states station status stop store street student studio subscription summary sunday super
support sure system systems tablet tax team tech technical technology term terms test text
thank thanks that the their them then there these they thing things this those thursday
ticket time times title to today tomorrow too top total tower town track tracking trade
train transfer travel treatment trip true trust try tuesday two type under union unit
united university unknown up update upgrade us use user users valley value version very
via victoria view village visa wait wallet was water way we web website wednesday week
weekend weeks welcome well west what when where which while white who why wi-fi will
window windows wish with without word work world would wrong year years yes yesterday york
you your yours zone ihr ihre sie wir uns team kundenservice damen herren dank kundendienst
service-team zusammen alle alles guten tag morgen abend das der die und oder nicht ist ein
eine bitte danke mit für von monsieur madame bonjour merci messieurs mesdames le la les un
une et je vous nous señor señora señores hola gracias el los las una por para con signore
signora grazie gentile il lo gli
"""
_COMMON = frozenset(_NO_NAMES.split())


@cache
def first_names() -> frozenset[str]:
    """First names, in small letters."""
    return _names(
        "first_names", "first_names_male", "first_names_female", "first_names_nonbinary"
    )


@cache
def last_names() -> frozenset[str]:
    """Last names, in small letters."""
    return _names("last_names", "last_names_female", "last_names_male", "unique_last_names")


def is_common(word: str) -> bool:
    """Whether `word` is one that names nobody, however it is written."""
    return word.strip(".,:;!?'’\"()").lower() in _COMMON


def _names(*lists: str) -> frozenset[str]:
    found: set[str] = set()
    for locale in LOCALES:
        own = import_module(f"faker.providers.person.{locale}").Provider
        for name in lists:
            found.update(str(one).lower() for one in getattr(own, name, ()))
    return frozenset(one for one in found if len(one) > 1)
