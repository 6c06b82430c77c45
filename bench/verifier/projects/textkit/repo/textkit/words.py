"""Texts for people: wrapping, shortening, plurals, lists."""

import re


def wrap(text, width):
    """Lines of at most `width` characters; a longer word is cut. Blank lines separate paragraphs and stay."""
    if width < 1:
        raise ValueError("width must be positive")
    lines = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            while len(word) > width:
                if line:
                    lines.append(line)
                    line = ""
                lines.append(word[:width])
                word = word[width:]
            if not word:
                continue
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def shorten(text, limit, mark="…"):
    """At most `limit` characters, cut at a word's end where there is one, with a mark behind it."""
    if len(text) <= limit:
        return text
    if limit < len(mark):
        raise ValueError("limit is shorter than the mark")
    kept = text[: limit - len(mark)]
    if not text[len(kept)].isspace() and " " in kept:
        kept = kept[: kept.rindex(" ")]
    return kept.rstrip() + mark


def plural(count, word, many=None):
    """`1 file`, `2 files`, `3 boxes`, `2 children`."""
    if count == 1:
        return f"{count} {word}"
    if many is None:
        if re.search(r"(s|x|z|ch|sh)$", word):
            many = word + "es"
        elif re.search(r"[^aeiou]y$", word):
            many = word[:-1] + "ies"
        else:
            many = word + "s"
    return f"{count} {many}"


def listing(words, last="and"):
    """`a`, `a and b`, `a, b, and c`."""
    words = list(words)
    if len(words) <= 1:
        return "".join(words)
    if len(words) == 2:
        return f"{words[0]} {last} {words[1]}"
    return f"{', '.join(words[:-1])}, {last} {words[-1]}"


def slug(text):
    """Lower case letters and digits with single dashes between words."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
