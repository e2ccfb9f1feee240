package import BigInt
package import PythonValues

/// The facts of a chain that a published node tells and compares without verifying anything.
package enum ChainFacts {
    /// 2^256 // (target + 1) of each block behind the first, added up.
    ///
    /// **Throws:** ``PythonError`` where a target is unreadable or the value is no list.
    package static func work(of chain: PythonValue) throws(PythonError) -> BigInt {
        var work: BigInt = 0
        for block in try blocks(of: chain).dropFirst() {
            let target = try block.member("target").requiredText().hexadecimalInteger()
            let numerator = PythonNumber.integer(BigInt(1) << 256)
            guard case .integer(let share) = try numerator.floorDivided(by: .integer(target + 1))
            else { throw .type("an integer's quotient is an integer") }
            work += share
        }
        return work
    }

    /// The number of blocks behind the first; -1 for none.
    ///
    /// **Throws:** ``PythonError/type(_:)`` for a value that has no length.
    package static func height(of chain: PythonValue) throws(PythonError) -> Int {
        switch chain {
        case .list(let blocks): return blocks.count - 1
        case .string(let text): return text.codePoints.count - 1
        case .dictionary(let members): return members.count - 1
        case .none, .boolean, .integer, .float:
            throw .type("object of type '\(chain.typeName)' has no len()")
        }
    }

    /// The last block's hash, of whatever type.
    ///
    /// **Throws:** ``PythonError`` where there is none.
    package static func tip(of chain: PythonValue) throws(PythonError) -> PythonValue {
        guard let last = try blocks(of: chain).last else {
            throw .index("list index out of range")
        }
        return try last.member("block_hash")
    }

    /// The answer to `/status`. **Throws:** ``PythonError``.
    package static func status(of chain: PythonValue) throws(PythonError) -> PythonValue {
        var status = PythonDictionary()
        status["height"] = .integer(BigInt(try height(of: chain)))
        status["work"] = .text(try work(of: chain).pythonText())
        status["tip"] = try tip(of: chain)
        status["model"] = .text("gpt2")
        status["protocol"] = .integer(4)
        return .dictionary(status)
    }

    /// The elements that `chain[i]` leads to: those of a list, the characters of a text.
    private static func blocks(of chain: PythonValue) throws(PythonError) -> [PythonValue] {
        switch chain {
        case .list, .string: return try chain.elements()
        case .dictionary: throw .type("unhashable type: 'slice'")
        case .none, .boolean, .integer, .float:
            throw .type("'\(chain.typeName)' object is not subscriptable")
        }
    }
}
