internal import PythonValues
internal import Trials

/// The bytes of a part of a document.
enum PartBytes {
    /// The sorted compact JSON of a value.
    ///
    /// **Throws:** ``Refusal`` by `canonical` for a value without one; none that was read is one.
    static func text(_ value: PythonValue) throws(Refusal) -> [UInt8] {
        do throws(PythonError) {
            return Array(try PythonJSONWriter.text(value).utf8)
        } catch {
            throw Refusal(index: nil, by: LearningGuards.canonical, message: error.description)
        }
    }

    /// The bytes that are signed: all members but the signature.
    static func payload(_ document: LearningDocument) throws(Refusal) -> [UInt8] {
        var members = PythonDictionary()
        for member in document.members.members where !member.key.equals("signature") {
            members[member.key] = member.value
        }
        return try text(.dictionary(members))
    }
}
