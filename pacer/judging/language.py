"""Words of a slide's text, as far as regular expressions can tell them."""

from __future__ import annotations

import re
from functools import lru_cache

# Bounds on what one slide may cost in time.
MOST_WORDS = 500
_TOKEN = re.compile(r"[^\W_]+(?:[-'’_.:+#/]+[^\W_]+)*[+#]*")
ACRONYM = re.compile(r"(?=(?:.*[A-Z]){2})[A-Z][A-Za-z0-9&+-]{1,5}")
# Words that carry grammar, or the furniture of slides, in the languages talks are held in.
_STOP_WORDS = """
    a about above across after again against all almost along already also although always am
    an and another any anything are around as at away back be became because become been before
    behind being below better between both but by came can cannot come could did do does doing
    done don't down during each either else end enough etc even ever every everything far few
    first for found from full further gave get gets getting give given go goes going gone good got
    great had has have having he her here hers high him his how however i i'm if i'll in instead
    into is isn't it it's its itself just keep kind know known large last later least less let
    let's like little long look lot made main make makes making many may maybe me mean means might
    more most much must my need needs never new next no nor not nothing now of off often oh ok old
    on once one only or other others our out over own part per perhaps please put quite rather
    really right said same saw say says second see seen several shall she should show shows since
    small so some something sometimes soon still such sure take taken takes than that that's the
    their them then there these they thing things think third this those though three through thus
    time times to together too took top toward try two under until up upon us use used uses using
    usually various very via want wants was way ways we we'll we're well went were what when where
    whether which while who whole whose why will with within without won't would yes yet you
    you're your vs e.g i.e eg ie cf fig figure table slide slides page example examples case cases
    note notes question questions answer talk today lecture
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december am pm second seconds minutes hours ms mb gb kb tb
    km cm mm kg hz ghz mhz percent three four five six seven eight nine ten hundred thousand
    million billion ii iii iv vi vii viii
    der die das den dem des ein eine einen einem einer und oder aber auch auf aus bei bis durch für
    gegen im in ist mit nach nicht noch nur ob ohne sehr sich sie sind so über um unter von vor war
    was wenn werden wie wir wird zu zum zur als am an
    le la les un une des du de et ou mais dans par pour sur avec sans est sont ce cette ces qui que
    quoi dont où au aux nous vous ils elle se son sa ses plus
    el los las una unos y o pero en con por para sin es son esta este que como del al se su sus
    il lo gli i e ed di da nel con su per tra non che è
    het een en van op te dat niet zijn voor met aan"""
STOP = frozenset(_STOP_WORDS.split())
# Too general to be a term on its own, though fine inside a phrase.
_GENERAL_WORDS = """
    approach problem problems solution solutions result results idea ideas work works working
    introduction definition definitions basic simple different difference important system
    systems model models method methods change changes test tests number numbers data point
    points people value values type types form term terms step steps state set list name names
    group groups process start stop level order line lines effect effects study studies what's
    world life year years day days week hour minute second area item items key option options
    feature features goal goals topic topics practice motivation background conclusion
    conclusions summary outline agenda overview discussion comparison evaluation application
    applications implementation design performance future current next
"""
GENERAL = frozenset(_GENERAL_WORDS.split())


def tokens(text: str) -> list[str]:
    """The words of a text, with what holds them together: ``write-ahead``, ``fsync``, ``C++``."""
    return _TOKEN.findall(text)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Fold a plural into its singular, and case unless the word is an acronym.

    Examples
    --------
    >>> [stem(word) for word in ("Policies", "processes", "logs", "bus", "MDPs", "Analysis")]
    ['policy', 'process', 'log', 'bus', 'MDP', 'analysis']
    """
    word = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    if ACRONYM.fullmatch(word) and word.removesuffix("s").isupper():
        return word.removesuffix("s")
    low = word.casefold()
    if len(low) > 4 and low.endswith("ies"):
        return low[:-3] + "y"
    if len(low) > 5 and low.endswith(("sses", "ches", "shes", "xes")):
        return low[:-2]
    if len(low) > 3 and low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def is_word(word: str) -> bool:
    """Whether a token has letters enough to be a word, and not too many."""
    return 2 <= len(word) <= 40 and sum(map(str.isalpha, word)) >= 2
