import unittest

from bookings.accounts import Book, Entry


class PostTest(unittest.TestCase):
    def test_books_balanced_entries(self):
        book = Book()
        book.post("rent", [Entry("bank", -500), Entry("costs:rent", 450), Entry("costs:heat", 50)])
        self.assertEqual(book.balance("bank"), -500)
        self.assertEqual(len(book.entries), 3)

    def test_refuses_what_does_not_add_up(self):
        book = Book()
        with self.assertRaisesRegex(ValueError, "not balanced: 10"):
            book.post("x", [Entry("a", 20), Entry("b", -10)])
        self.assertEqual(book.entries, [])

    def test_refuses_single_and_empty_entries(self):
        for entries in ([], [Entry("a", 0)], [Entry("a", 0), Entry("b", 0)], [Entry("a", 1), Entry("b", -1), Entry("c", 0)]):
            with self.assertRaises(ValueError):
                Book().post("x", entries)


class BalanceTest(unittest.TestCase):
    def setUp(self):
        self.book = Book()
        self.book.transfer("rent", "bank", "costs:rent", 500)
        self.book.transfer("food", "bank", "costs:food", 200)

    def test_includes_accounts_below(self):
        self.assertEqual(self.book.balance("costs"), 700)
        self.assertEqual(self.book.balance("costs:rent"), 500)

    def test_does_not_include_similar_names(self):
        self.book.transfer("move", "bank", "costs2", 1)
        self.assertEqual(self.book.balance("costs"), 700)

    def test_is_zero_for_unknown_accounts(self):
        self.assertEqual(self.book.balance("x"), 0)

    def test_balances_lists_all_that_are_not_even(self):
        self.book.transfer("back", "costs:food", "bank", 200)
        self.assertEqual(list(self.book.balances().items()), [("bank", -500), ("costs:rent", 500)])


class TransferTest(unittest.TestCase):
    def test_moves_money(self):
        book = Book()
        book.transfer("x", "a", "b", 5)
        self.assertEqual(book.balances(), {"a": -5, "b": 5})

    def test_refuses_nothing_and_itself(self):
        for source, target, cents in (("a", "b", 0), ("a", "b", -1), ("a", "a", 5)):
            with self.assertRaises(ValueError):
                Book().transfer("x", source, target, cents)


class UndoTest(unittest.TestCase):
    def test_books_the_opposite(self):
        book = Book()
        book.transfer("a", "x", "y", 5)
        book.transfer("b", "x", "y", 7)
        book.undo("a")
        self.assertEqual(book.balances(), {"x": -7, "y": 7})
        self.assertEqual(book.entries[-1][0], "undo a")

    def test_refuses_unknown_texts(self):
        with self.assertRaises(KeyError):
            Book().undo("x")


class CloseTest(unittest.TestCase):
    def test_moves_incomes_and_costs(self):
        book = Book()
        book.transfer("pay", "income:job", "bank", 1000)
        book.transfer("rent", "bank", "costs:rent", 600)
        book.close("equity")
        self.assertEqual(book.balances(), {"bank": 400, "equity": -400})

    def test_takes_no_more_entries(self):
        book = Book()
        book.close("equity")
        with self.assertRaises(RuntimeError):
            book.transfer("x", "a", "b", 1)
