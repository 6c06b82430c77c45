import unittest

from textkit.roman import from_roman, to_roman
from textkit.words import listing, plural, shorten, slug, wrap


class Hidden(unittest.TestCase):
    def test_wrap(self):
        self.assertEqual(wrap("", 5), [""])
        self.assertEqual(wrap("a", 1), ["a"])
        self.assertEqual(wrap("ab", 1), ["a", "b"])
        self.assertEqual(wrap("a b c", 1), ["a", "b", "c"])
        self.assertEqual(wrap("  a   b  ", 9), ["a b"])
        self.assertEqual(wrap("abcd ef", 4), ["abcd", "ef"])
        self.assertEqual(wrap("abcde f", 4), ["abcd", "e f"])
        self.assertEqual(wrap("x abcdefg yz", 3), ["x", "abc", "def", "g", "yz"])
        self.assertEqual(wrap("a b\nc d\n", 3), ["a b", "c d", ""])
        self.assertEqual(wrap("aaa bbb", 6), ["aaa", "bbb"])
        self.assertEqual(wrap("aaa bbb", 7), ["aaa bbb"])
        for width in (0, -1):
            with self.assertRaises(ValueError):
                wrap("", width)

    def test_shorten(self):
        self.assertEqual(shorten("", 0), "")
        self.assertEqual(shorten("abc def", 6), "abc…")
        self.assertEqual(shorten("abc def", 5), "abc…")
        self.assertEqual(shorten("abc def", 4), "abc…")
        self.assertEqual(shorten("abc def", 3), "ab…")
        self.assertEqual(shorten("abc def", 1), "…")
        self.assertEqual(shorten("abc def ghi", 8), "abc def…")
        self.assertEqual(shorten("abc def ghi", 9), "abc def…")
        self.assertEqual(shorten("abc   def", 7), "abc…")
        self.assertEqual(shorten("abcdef", 3, "..."), "...")
        self.assertEqual(shorten("abcdefg", 5, ""), "abcde")
        for limit, mark in ((0, "…"), (2, "...")):
            with self.assertRaises(ValueError):
                shorten("abcdef", limit, mark)

    def test_plural(self):
        cases = {
            (1, "box"): "1 box", (2, "bus"): "2 buses", (3, "quiz"): "3 quizes", (2, "dish"): "2 dishes", (2, "boy"): "2 boys", (2, "key"): "2 keys",
            (0, "city"): "0 cities", (-1, "file"): "-1 files", (2, "chair"): "2 chairs", (2, "yes"): "2 yeses", (5, "guy"): "5 guys", (2, "sky"): "2 skies",
        }
        for (count, word), text in cases.items():
            self.assertEqual(plural(count, word), text)
        self.assertEqual(plural(1, "child", "children"), "1 child")
        self.assertEqual(plural(0, "mouse", "mice"), "0 mice")

    def test_listing(self):
        self.assertEqual(listing(iter(["a", "b", "c", "d"])), "a, b, c, and d")
        self.assertEqual(listing(("x", "y")), "x and y")
        self.assertEqual(listing(["x"], "or"), "x")
        self.assertEqual(listing(["a", "b", "c", "d"], "or"), "a, b, c, or d")
        words = ["a", "b", "c"]
        listing(words)
        self.assertEqual(words, ["a", "b", "c"])

    def test_slug(self):
        for text, expected in {"": "", "---": "", "A1 b2": "a1-b2", "x_y": "x-y", "É a": "a", "a.b.c.": "a-b-c", "9 Lives": "9-lives"}.items():
            self.assertEqual(slug(text), expected)

    def test_roman(self):
        known = {1: "I", 2: "II", 3: "III", 5: "V", 6: "VI", 8: "VIII", 19: "XIX", 49: "XLIX", 50: "L", 99: "XCIX", 100: "C", 444: "CDXLIV", 500: "D", 900: "CM", 1000: "M", 2024: "MMXXIV", 3888: "MMMDCCCLXXXVIII"}
        for number, text in known.items():
            self.assertEqual(to_roman(number), text)
            self.assertEqual(from_roman(text), number)
        for number in range(1, 4000):
            self.assertEqual(from_roman(to_roman(number).lower()), number)
        for text in ("MMMM", "IL", "VV", "LL", "DD", "IIX", "XXXX", "CCCC", " I", "I ", "I\n", "IXI", "CMC", "XCX", "0"):
            with self.assertRaises(ValueError):
                from_roman(text)
        for number in (0, 4000, -5, 10000):
            with self.assertRaises(ValueError):
                to_roman(number)
