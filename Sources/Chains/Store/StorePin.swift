/// The purpose of a chain's database, as one line of text: the rules and whatever else a chain must
/// agree on with its store before any of it is read.
public protocol StorePin: Sendable, Equatable, LosslessStringConvertible {
    /// Describes such a line to people, as in "a profile and weights".
    static var form: String { get }
}
