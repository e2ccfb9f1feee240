internal import Conformance
internal import PythonValues

extension PythonDictionary {
    /// The first of the file's cases, by which judges recognise a form.
    var firstCase: PythonDictionary? {
        guard case .list(let cases)? = self["cases"], case .dictionary(let first)? = cases.first
        else { return nil }
        return first
    }
}

extension VectorValue {
    /// The number of a case in its file.
    func caseIndex() throws(VectorFormError) -> String { String(try member("n").int()) }

    func isAccepted() throws(VectorFormError) -> Bool {
        try member("verdict").string() == "accept"
    }
}
