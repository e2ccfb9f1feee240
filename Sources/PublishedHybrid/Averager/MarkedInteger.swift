/// An exact integer, or one of the marks of floating point that no finite number can undo.
///
/// 128 bits: no sum or square here comes near that, see ``DeltaTensor/magnitudeMax`` and
/// ``KrumSelection/differenceCountMax``.
package enum MarkedInteger: Sendable, Equatable {
    case integer(Int128)
    case infinite(isNegative: Bool)
    case notANumber

    package static let infinity = MarkedInteger.infinite(isNegative: false)

    package static func + (left: MarkedInteger, right: MarkedInteger) -> MarkedInteger {
        switch (left, right) {
        case (.notANumber, _), (_, .notANumber): .notANumber
        case (.infinite(let first), .infinite(let second)):
            first == second ? left : .notANumber
        case (.infinite, .integer): left
        case (.integer, .infinite): right
        case (.integer(let first), .integer(let second)): .integer(first + second)
        }
    }

    package static func - (left: MarkedInteger, right: MarkedInteger) -> MarkedInteger {
        left + right.negated
    }

    package var negated: MarkedInteger {
        switch self {
        case .integer(let value): .integer(-value)
        case .infinite(let isNegative): .infinite(isNegative: !isNegative)
        case .notANumber: .notANumber
        }
    }

    package var squared: MarkedInteger {
        switch self {
        case .integer(let value): .integer(value * value)
        case .infinite: .infinity
        case .notANumber: .notANumber
        }
    }

    /// As floats compare: what is no number is neither less nor more than anything.
    package func isLess(than other: MarkedInteger) -> Bool {
        switch (self, other) {
        case (.notANumber, _), (_, .notANumber): false
        case (.infinite(let first), .infinite(let second)): first && !second
        case (.infinite(let isNegative), .integer): isNegative
        case (.integer, .infinite(let isNegative)): !isNegative
        case (.integer(let first), .integer(let second)): first < second
        }
    }
}
