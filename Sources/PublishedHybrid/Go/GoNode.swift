/// A value of a document. An object's members are pairs: the name, a string, then the value.
struct GoNode: Sendable {
    enum Kind: Sendable {
        case null, boolean, number, string, array, object
    }

    let kind: Kind
    /// The literal's bytes; a string's without the quotation marks. Empty for containers.
    let literal: Range<Int>
    /// The place behind the value and all that is in it.
    var next: Int
}
