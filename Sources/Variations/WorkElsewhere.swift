/// A run in a process of its own, by the command `trace`.
package struct WorkElsewhere: Sendable {
    package init() {}

    /// The path of the program; nil for the running one.
    package var program: String?
    /// The variables, each `NAME=VALUE`; where `isEmptied`, the process has no others but the
    /// places of libraries and models.
    package var variables: [String] = []
    package var isEmptied = false
    /// A shell command that runs before the program: `ulimit -s 256`.
    package var preparation: String?
    /// The words before the program, which start it: `["setarch", "-R"]`.
    package var starter: [String] = []
    /// Further options of the command `trace`.
    package var options: [String] = []
    /// The packages that contain the starter's tool.
    package var package: String?
}
