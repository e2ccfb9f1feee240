import BigInt
import Foundation
import PythonValues
import Testing

/// `left / right`; the expected texts are CPython 3.11's.
@Suite("Quotients of Python's numbers")
struct QuotientTests {
    private func text(_ left: PythonNumber, _ right: PythonNumber) throws -> String {
        guard case .float(let float) = try left / right else { return "an integer" }
        return float.text
    }

    private func power(_ exponent: Int) -> BigInt { BigInt(1) << exponent }

    @Test("Integers of any size, rounded once, half to even")
    func integers() throws {
        let token = BigInt(10).power(18)
        let cases: [(BigInt, BigInt, String)] = [
            (0, 5, "0.0"), (0, -5, "-0.0"), (-1, 4, "-0.25"), (1, 3, "0.3333333333333333"),
            (1_252_202, token, "1.252202e-12"), (4_612, token, "4.612e-15"),
            (BigInt("20999990000000000000012345"), token, "20999990.0"),
            (BigInt("20999995806936246954824890"), token, "20999995.806936245"),
            // 2^53 + 1 lies between two floats: 9007199254740992 is even; thrice is not a tie.
            (power(53) + 1, 1, "9007199254740992.0"), (power(53) + 3, 1, "9007199254740996.0"),
            ((power(54) + 2) * 7 + 1, 14, "9007199254740994.0"),
            // The largest float, the place where rounding leaves it, and beyond.
            (power(1024) - power(970) - 1, 1, "1.7976931348623157e+308"),
            // The smallest, half of it, and a little more than half.
            (1, power(1074), "5e-324"), (1, power(1075), "0.0"), (3, power(1076), "5e-324"),
            (power(200) + 1, power(1275), "5e-324"), (1, power(1077), "0.0"),
            (power(52) * 2 - 1, power(1075), "2.2250738585072014e-308"),
        ]
        for (left, right, expected) in cases {
            let got = try text(.integer(left), .integer(right))
            #expect(got == expected, "\(left) / \(right)")
        }
    }

    @Test("A quotient that no float comes near, and a divisor of 0, raise what CPython raises")
    func refusals() throws {
        let overflow = PythonError.overflow("integer division result too large for a float")
        for left in [power(1024), power(1024) - power(970), power(5_000)] {
            #expect(throws: overflow) { try PythonNumber.integer(left) / .integer(1) }
        }
        let divisors: [PythonNumber] = [
            .integer(0), .float(PythonFloat(0)), .float(PythonFloat(-0.0)),
        ]
        for divisor in divisors {
            #expect {
                try PythonNumber.integer(1) / divisor
            } throws: {
                ($0 as? PythonError)?.name == "ZeroDivisionError"
            }
        }
    }

    @Test("A float on either side divides floats")
    func floats() throws {
        #expect(try text(.float(PythonFloat(1)), .integer(3)) == "0.3333333333333333")
        #expect(try text(.integer(-1), .float(PythonFloat(.infinity))) == "-0.0")
        #expect(try text(.float(PythonFloat(.nan)), .integer(2)) == "nan")
        #expect(throws: PythonError.self) {
            try PythonNumber.integer(power(1024)) / .float(PythonFloat(2))
        }
    }
}
