package import BigInt
package import PythonValues

/// An item of a data set.
package enum DataItem: Sendable {
    /// An object with this under `text`: nil where that is absent or no text.
    case object(text: PythonText?)
    /// Something that has no members: it ends its set.
    case other
}

/// The published choice of training texts out of data sets.
package struct TextSelection: Sendable {
    /// Shorter texts are left out.
    package static let characterCountMin = 100
    private static let itemCount: BigInt = 1000

    /// How many items of each set are looked at: none and 0 alike stand for 1000.
    package let perSet: BigInt?
    /// How many texts are taken at most: none and 0 alike stand for all.
    package let total: BigInt?

    package init(perSet: BigInt?, total: BigInt?) {
        self.perSet = perSet
        self.total = total
    }

    /// The texts of some sets, in order. `items` gives a set's items, nil where the set is unknown
    /// or does not load.
    package func texts(
        of keys: [PythonText], items: (PythonText) -> [DataItem]?
    ) -> [PythonText] {
        var texts: [PythonText] = []
        for key in keys {
            guard let items = items(key) else { continue }
            var count = perSet ?? 0
            if count == 0 { count = Self.itemCount }
            if let total, total != 0 {
                let left = total - BigInt(texts.count)
                guard left > 0 else { break }
                count = min(count, left)
            }
            let looked = Int(clamping: max(count, 0))
            texts += Self.texts(of: items.prefix(looked))
        }
        return texts
    }

    /// The texts that are long enough; nothing of a set with an item that has no members.
    private static func texts(of items: ArraySlice<DataItem>) -> [PythonText] {
        var texts: [PythonText] = []
        for item in items {
            guard case .object(let text) = item else { return [] }
            guard let text, text.codePoints.count >= characterCountMin else { continue }
            texts.append(text)
        }
        return texts
    }
}
