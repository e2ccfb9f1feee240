/// A run in a process of its own, by the command `trace`.
struct WorkElsewhere: Sendable {
    /// Nil for the program that runs.
    var program: String?
    /// `NAME=VALUE`; `isEmptied` leaves nothing beside them but where libraries and models are.
    var variables: [String] = []
    var isEmptied = false
    /// A command of the shell that goes before: `ulimit -s 256`.
    var preparation: String?
    /// What starts the program: `["setarch", "-R"]`.
    var starter: [String] = []
    /// What is added to the command `trace`.
    var options: [String] = []
    /// The packages that bring the starter.
    var package: String?
}
