import unittest

from cron.schedule import next_minute, overdue, parse_field


class Hidden(unittest.TestCase):
    def test_parse_field(self):
        for text, numbers in {"*/15": [0, 15, 30, 45], "1,3,9-11": [1, 3, 9, 10, 11], "59": [59], "5-9/2": [5, 7, 9], "3,1,3": [1, 3]}.items():
            self.assertEqual(parse_field(text, 0, 59), numbers)
        self.assertEqual(len(parse_field("*", 1, 31)), 31)
        for text in ("60", "5-3", "50-60", "x", ""):
            with self.assertRaises(ValueError):
                parse_field(text, 0, 59)
        with self.assertRaises(ValueError):
            parse_field("0", 1, 12)

    def test_next_minute(self):
        for minutes, now, wait in (([0, 30], 10, 20), ([0, 30], 30, 30), ([0], 0, 60), ([5], 59, 6), ([0, 59], 58, 1)):
            self.assertEqual(next_minute(minutes, now), wait)

    def test_overdue(self):
        self.assertEqual(overdue([("b", 50, 10), ("d", 90, 10), ("a", 0, 10), ("c", 80, 10)], 100), ["a", "b", "c"])
