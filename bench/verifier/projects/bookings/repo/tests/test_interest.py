import unittest

from bookings.interest import instalments, months_until, simple_interest


class InterestTest(unittest.TestCase):
    def test_of_a_year(self):
        self.assertEqual(simple_interest(10000, 5, 360), 500)
        self.assertEqual(simple_interest(10000, 5, 365, 365), 500)

    def test_rounds_half_away_from_zero(self):
        self.assertEqual(simple_interest(100, 1, 180), 1)
        self.assertEqual(simple_interest(-100, 1, 180), -1)
        self.assertEqual(simple_interest(100, 1, 179), 0)

    def test_refuses_negative_days(self):
        with self.assertRaises(ValueError):
            simple_interest(1, 1, -1)


class InstalmentsTest(unittest.TestCase):
    def test_are_equal(self):
        self.assertEqual(instalments(900, 3), [300, 300, 300])

    def test_last_takes_what_is_left(self):
        self.assertEqual(instalments(1000, 3), [333, 333, 334])

    def test_refuses_none(self):
        with self.assertRaises(ValueError):
            instalments(1, 0)


class MonthsTest(unittest.TestCase):
    def test_counts_months(self):
        self.assertEqual(months_until(121, 100, 10), 2)
        self.assertEqual(months_until(100, 100, 10), 0)

    def test_never(self):
        self.assertIsNone(months_until(100, 9, 10))
        self.assertIsNone(months_until(100, 50, 0))
