import unittest

from textkit.roman import from_roman, to_roman


class ToRomanTest(unittest.TestCase):
    def test_writes_numbers(self):
        for number, text in {1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 90: "XC", 400: "CD", 1994: "MCMXCIV"}.items():
            self.assertEqual(to_roman(number), text)

    def test_knows_its_range(self):
        self.assertEqual(to_roman(3999), "MMMCMXCIX")
        for number in (0, -1, 4000):
            with self.assertRaises(ValueError):
                to_roman(number)


class FromRomanTest(unittest.TestCase):
    def test_reads_numbers(self):
        for number in (1, 4, 9, 14, 40, 90, 400, 1994, 3999):
            self.assertEqual(from_roman(to_roman(number)), number)

    def test_reads_any_case(self):
        self.assertEqual(from_roman("xiv"), 14)

    def test_refuses_unusual_forms(self):
        for text in ("", "IIII", "VX", "IC", "ABC", "XIVI"):
            with self.assertRaises(ValueError):
                from_roman(text)
