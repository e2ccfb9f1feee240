package import PythonValues

extension DictionaryValue {
    /// Takes the items of another dictionary into this one, which is then as large as the larger.
    ///
    /// **Throws:** ``PythonError`` where sizes, times or subkeys cannot be compared.
    package func merge(
        _ other: DictionaryValue, now: PythonNumber
    ) throws(PythonError) {
        guard let size = sizeMax.number, let otherSize = other.sizeMax.number else {
            throw .type("'>' not supported between these sizes")
        }
        if size.isLess(than: otherSize) { sizeMax = other.sizeMax }
        for (subkey, item) in try other.items(now: now) {
            try store(item.value, for: subkey, expiration: item.expiration, now: now)
        }
    }
}
