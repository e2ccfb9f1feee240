/// Texts of the engine as somebody finds them who only looks for a name.
enum EngineText {
    /// The text of a member; nil where there is none.
    static func member(_ name: String, in json: String) -> String? {
        guard let range = json.firstRange(of: "\"\(name)\":\"") else { return nil }
        return String(json[range.upperBound...].prefix { $0 != "\"" })
    }
}
