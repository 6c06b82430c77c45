import unittest

from cron.schedule import next_minute, overdue, parse_field


class ScheduleTest(unittest.TestCase):
    def test_parse_field(self):
        self.assertTrue(parse_field("5", 0, 59))

    def test_next_minute(self):
        next_minute([0, 30], 10)

    def test_overdue(self):
        self.assertEqual(overdue([], 0), [])
