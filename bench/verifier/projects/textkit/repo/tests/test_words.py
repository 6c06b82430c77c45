import unittest

from textkit.words import listing, plural, shorten, slug, wrap


class WrapTest(unittest.TestCase):
    def test_breaks_between_words(self):
        self.assertEqual(wrap("the quick brown fox", 10), ["the quick", "brown fox"])

    def test_fills_lines_to_the_end(self):
        self.assertEqual(wrap("aa bb cc", 5), ["aa bb", "cc"])

    def test_cuts_long_words(self):
        self.assertEqual(wrap("a abcdefgh b", 3), ["a", "abc", "def", "gh", "b"])
        self.assertEqual(wrap("abcdef", 3), ["abc", "def"])

    def test_keeps_paragraphs(self):
        self.assertEqual(wrap("a\n\nb", 5), ["a", "", "b"])

    def test_refuses_no_width(self):
        with self.assertRaises(ValueError):
            wrap("a", 0)


class ShortenTest(unittest.TestCase):
    def test_leaves_short_texts(self):
        self.assertEqual(shorten("hello", 5), "hello")

    def test_cuts_at_a_word(self):
        self.assertEqual(shorten("hello big world", 9), "hello…")
        self.assertEqual(shorten("hello big world", 10), "hello big…")
        self.assertEqual(shorten("hello big world", 10, "..."), "hello...")

    def test_cuts_a_single_word(self):
        self.assertEqual(shorten("abcdefgh", 4), "abc…")

    def test_refuses_too_little_room(self):
        with self.assertRaises(ValueError):
            shorten("abcdef", 2, "...")


class PluralTest(unittest.TestCase):
    def test_one_is_singular(self):
        self.assertEqual(plural(1, "file"), "1 file")

    def test_others_are_plural(self):
        self.assertEqual(plural(2, "file"), "2 files")
        self.assertEqual(plural(0, "file"), "0 files")

    def test_knows_endings(self):
        self.assertEqual(plural(2, "box"), "2 boxes")
        self.assertEqual(plural(2, "branch"), "2 branches")
        self.assertEqual(plural(2, "entry"), "2 entries")
        self.assertEqual(plural(2, "day"), "2 days")

    def test_takes_a_plural(self):
        self.assertEqual(plural(2, "child", "children"), "2 children")


class ListingTest(unittest.TestCase):
    def test_joins_words(self):
        self.assertEqual(listing(["a"]), "a")
        self.assertEqual(listing(["a", "b"]), "a and b")
        self.assertEqual(listing(["a", "b", "c"]), "a, b, and c")

    def test_takes_another_last_word(self):
        self.assertEqual(listing(["a", "b"], "or"), "a or b")
        self.assertEqual(listing(["a", "b", "c"], "or"), "a, b, or c")

    def test_gives_nothing_for_nothing(self):
        self.assertEqual(listing([]), "")


class SlugTest(unittest.TestCase):
    def test_makes_dashes(self):
        self.assertEqual(slug("Hello, World!"), "hello-world")
        self.assertEqual(slug("  a -- b  "), "a-b")
