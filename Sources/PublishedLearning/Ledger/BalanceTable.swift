internal import BigInt
package import PythonValues

/// Balances by address, in the order in which addresses first came.
package struct BalanceTable: Sendable {
    package private(set) var entries: [(address: PythonValue, balance: PythonNumber)] = []
    private var places: [HashKey: Int] = [:]  // looked up, never iterated

    package init() {}

    /// `balances.get(address)`; nil where there is none.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for an address without a hash.
    package func balance(_ address: PythonValue) throws(PythonError) -> PythonNumber? {
        places[try HashKey(address)].map { entries[$0].balance }
    }

    /// `balances[address] = balance`. **Throws:** as ``balance(_:)``.
    package mutating func set(
        _ address: PythonValue, _ balance: PythonNumber
    ) throws(PythonError) {
        let key = try HashKey(address)
        if let place = places[key] {
            entries[place].balance = balance
        } else {
            places[key] = entries.count
            entries.append((address, balance))
        }
    }

    /// `sum(balances.values())` of CPython 3.11: left to right, from the integer 0.
    ///
    /// **Throws:** ``PythonError/overflow(_:)`` where an integer is too large beside a float.
    package func total() throws(PythonError) -> PythonNumber {
        var sum = PythonNumber.integer(0)
        for entry in entries { sum = try sum + entry.balance }
        return sum
    }

    /// The table as `json.dumps` takes it, where all addresses are texts; others are left out.
    package var object: PythonValue {
        var members = PythonDictionary()
        for entry in entries {
            guard case .string(let address) = entry.address else { continue }
            members[address] = .number(entry.balance)
        }
        return .dictionary(members)
    }
}
