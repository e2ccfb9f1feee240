package import PythonValues

/// The keys by which callers of the bootnode API are let in.
package struct BootnodeKeys: Sendable {
    private var isActive: [PythonText: Bool] = [:]  // looked up, never iterated

    /// The keys that a file lists: objects of an owner, a key and whether it is active, which it
    /// is by default. Of equal keys the last counts.
    ///
    /// **Throws:** ``PythonError`` for a file of another form.
    package init(file: PythonValue) throws(PythonError) {
        for entry in try file.elements() {
            let key = try entry.member("key").requiredText()
            if case .dictionary(let members) = entry {
                isActive[key] = members["active"]?.isTrue ?? true
            }
        }
    }

    package func admits(_ key: PythonText?) -> Bool { key.flatMap { isActive[$0] } ?? false }
}
