/// The two parties of a dispute.
package enum Side: Int, Sendable, Hashable, CaseIterable {
    case left, right

    package var other: Side { self == .left ? .right : .left }
    /// The party's name in messages and reports.
    package var name: String { self == .left ? "left" : "right" }
}

/// A value of each party.
package struct Pair<Value> {
    package var left: Value
    package var right: Value

    package init(_ left: Value, _ right: Value) {
        self.left = left
        self.right = right
    }

    package init(both value: Value) { self.init(value, value) }

    package subscript(side: Side) -> Value {
        get { side == .left ? left : right }
        set {
            switch side {
            case .left: left = newValue
            case .right: right = newValue
            }
        }
    }

    package func map<Result>(_ change: (Value) throws -> Result) rethrows -> Pair<Result> {
        try Pair<Result>(change(left), change(right))
    }
}

extension Pair: Sendable where Value: Sendable {}
extension Pair: Equatable where Value: Equatable {}
