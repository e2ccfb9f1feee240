import BigInt
import PublishedNode
import PythonValues
import Testing

/// Expected texts: CPython 3.11.
@Suite("The published commands' amounts")
struct PublishedMoneyTests {
    @Test(
        "a text is a float64 times 100, rounded half to even",
        arguments: [
            ("1.115", 112), ("0.285", 28), ("2.675", 268), ("-0.005", 0), ("1e-400", 0),
            (" +1_0.5 ", 1050), ("\u{663}.\u{665}", 350), ("4.35", 435), ("0.045", 4),
            ("1.005", 100),
        ])
    func reads(_ text: String, _ units: Int) throws {
        let read = try PublishedMoney.units(ofCoins: PythonText(text))
        #expect(read.equals(.integer(BigInt(units))))
    }

    @Test("no number, no amount", arguments: ["", "1.5.", "0x10", "1__0", "1e400", "nan"])
    func refuses(_ text: String) {
        #expect(throws: PythonError.self) {
            try PublishedMoney.units(ofCoins: PythonText(text))
        }
    }

    @Test(
        "integers are printed as the nearest float64 has two decimals",
        arguments: [
            ("0", "0.00"), ("1", "0.01"), ("-1", "-0.01"), ("-300", "-3.00"),
            ("12345678901234567890", "123456789012345680.00"),
            ("100000000000000000000000000000000", "1000000000000000019884624838656.00"),
            ("9007199254740993", "90071992547409.94"), ("99999999999999995", "1000000000000000.00"),
        ])
    func printsIntegers(_ units: String, _ text: String) throws {
        let integer = try #require(BigInt(units))
        #expect(try PublishedMoney.coins(.integer(integer)) == text)
    }

    @Test(
        "floats, too, and none of them ends the process",
        arguments: [
            (12.5, "0.12"), (37.5, "0.38"), (-0.4, "-0.00"), (62.5, "0.62"),
            (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"), (-0.0, "-0.00"),
            (.leastNonzeroMagnitude, "0.00"), (1e-5, "0.00"),
        ])
    func printsFloats(_ units: Double, _ text: String) throws {
        #expect(try PublishedMoney.coins(.float(PythonFloat(units))) == text)
    }

    @Test("an integer beyond all floats raises")
    func raises() {
        #expect(throws: PythonError.self) {
            try PublishedMoney.coins(.integer(BigInt(10).power(400)))
        }
    }
}
