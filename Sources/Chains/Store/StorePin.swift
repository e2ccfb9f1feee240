/// The purpose of a chain's database, as one line of text: the rules and whatever else a chain must
/// agree on with its store before any of it is read.
package protocol StorePin: Sendable, Equatable, LosslessStringConvertible {
    /// Describes such a line to people: "a version and a network", say.
    static var form: String { get }
}
