import unittest

from bookings.accounts import Book, Entry
from bookings.interest import instalments, months_until, simple_interest


class Hidden(unittest.TestCase):
    def test_post(self):
        book = Book()
        book.post("a", iter([Entry("x", 1), Entry("y", -1)]))
        self.assertEqual(book.entries, [("a", Entry("x", 1)), ("a", Entry("y", -1))])
        for entries in ([Entry("x", 1)], [], [Entry("x", 0), Entry("y", 0)], [Entry("x", 0), Entry("y", 1), Entry("z", -1)]):
            with self.assertRaises(ValueError):
                book.post("b", entries)
        with self.assertRaisesRegex(ValueError, "not balanced: -3"):
            book.post("b", [Entry("x", -5), Entry("y", 2)])
        self.assertEqual(len(book.entries), 2)
        book.closed = True
        with self.assertRaises(RuntimeError):
            book.post("c", [Entry("x", 1), Entry("y", -1)])

    def test_balance(self):
        book = Book()
        book.transfer("1", "a:b", "a:b:c", 10)
        book.transfer("2", "a:bc", "a", 3)
        self.assertEqual([book.balance(name) for name in ("a", "a:b", "a:b:c", "a:bc", "b", "c", "a:")], [0, 0, 10, -3, 0, 0, 0])
        self.assertEqual(book.balance("A"), 0)

    def test_balances(self):
        self.assertEqual(Book().balances(), {})
        book = Book()
        book.transfer("1", "z", "a", 10)
        book.transfer("2", "a", "m", 4)
        book.transfer("3", "m", "z", 4)
        self.assertEqual(list(book.balances().items()), [("a", 6), ("z", -6)])

    def test_transfer(self):
        book = Book()
        book.transfer("t", "a", "b", 1)
        self.assertEqual(book.entries, [("t", Entry("a", -1)), ("t", Entry("b", 1))])
        for cents in (0, -5):
            with self.assertRaises(ValueError):
                book.transfer("t", "a", "b", cents)
        with self.assertRaises(ValueError):
            book.transfer("t", "a", "a", 1)
        self.assertEqual(len(book.entries), 2)

    def test_undo(self):
        book = Book()
        book.post("a", [Entry("x", 5), Entry("y", -2), Entry("z", -3)])
        book.transfer("ab", "x", "y", 1)
        book.undo("a")
        self.assertEqual(book.balances(), {"x": -1, "y": 1})
        self.assertEqual([text for text, _ in book.entries], ["a"] * 3 + ["ab"] * 2 + ["undo a"] * 3)
        with self.assertRaises(KeyError):
            book.undo("b")
        book.transfer("a", "x", "y", 2)
        book.undo("undo a")
        self.assertEqual(book.balances(), {"x": 2, "y": 1, "z": -3})

    def test_close(self):
        book = Book()
        book.transfer("1", "income", "bank", 7)
        book.transfer("2", "bank", "costs:a:b", 2)
        book.transfer("3", "bank", "incomes", 1)
        book.transfer("4", "bank", "my:costs", 1)
        book.close("equity:year")
        self.assertEqual(book.balances(), {"bank": 3, "equity:year": -5, "incomes": 1, "my:costs": 1})
        self.assertTrue(book.closed)
        even = Book()
        even.transfer("1", "a", "b", 1)
        even.close("c")
        self.assertEqual(even.balances(), {"a": -1, "b": 1})
        both = Book()
        both.transfer("1", "income", "costs", 5)
        both.transfer("2", "bank", "costs", 1)
        both.close("e")
        self.assertEqual(both.balances(), {"bank": -1, "e": 1})

    def test_interest(self):
        cases = {(10000, 5, 180, 360): 250, (1, 1, 1, 360): 0, (0, 5, 10, 360): 0, (12345, 3, 100, 365): 101, (-12345, 3, 100, 365): -101, (100, 1, 180, 360): 1, (300, 1, 180, 360): 2, (-300, 1, 180, 360): -2, (10000, 5, 0, 360): 0, (36000, 1, 1, 360): 1, (100, 1, 181, 360): 1}
        for arguments, interest in cases.items():
            self.assertEqual(simple_interest(*arguments), interest)
        with self.assertRaises(ValueError):
            simple_interest(100, 1, -5)

    def test_instalments(self):
        for cents, count in ((0, 1), (1, 3), (10, 4), (99, 100), (-10, 3), (7, 7)):
            parts = instalments(cents, count)
            self.assertEqual(len(parts), count)
            self.assertEqual(sum(parts), cents)
            self.assertEqual(set(parts[:-1]) - {cents // count}, set())
        for count in (0, -1):
            with self.assertRaises(ValueError):
                instalments(5, count)

    def test_months(self):
        self.assertEqual(months_until(200, 100, 10), 8)
        self.assertEqual(months_until(122, 100, 10), 3)
        self.assertEqual(months_until(50, 100, 10), 0)
        self.assertEqual(months_until(11, 10, 10), 1)
        for target, cents, percent in ((1, 0, 5), (100, -5, 10), (100, 50, -1), (100, 99, 1)):
            self.assertIsNone(months_until(target, cents, percent))
