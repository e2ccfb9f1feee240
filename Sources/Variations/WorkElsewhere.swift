/// A run in a process of its own, by the command `trace`.
package struct WorkElsewhere: Sendable {
    package init() {}

    /// Nil for the program that runs.
    package var program: String?
    /// `NAME=VALUE`; `isEmptied` leaves nothing beside them but where libraries and models are.
    package var variables: [String] = []
    package var isEmptied = false
    /// A command of the shell that goes before: `ulimit -s 256`.
    package var preparation: String?
    /// What starts the program: `["setarch", "-R"]`.
    package var starter: [String] = []
    /// What is added to the command `trace`.
    package var options: [String] = []
    /// The packages that bring the starter.
    package var package: String?
}
