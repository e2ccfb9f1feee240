/// A way to make the usual run again, which may not change a bit.
package struct Variation: Sendable {
    /// The circumstance that varies.
    package enum Kind: String, Sendable, CaseIterable {
        /// The multiplication of integers.
        case backend
        /// Threads, batches, orders and shortcuts.
        case work
        /// The form of the engine, whether the run is traced, and the operation that it begins
        /// with.
        case engine
        /// The places of buffers, and the bytes in them before they are used.
        case memory
        /// A process of its own: its environment, limits and folder.
        case process
        /// Another build of the program.
        case build
        /// Another processor, emulated.
        case processor
        /// A fault that was put in on purpose.
        case planted
    }

    /// The name that `--only` takes, unique in a matrix: `threads-7`.
    package let name: String
    package let kind: Kind
    /// The variation in words, for people: "7 threads".
    package let made: String
    /// The number of prompts that it runs, from the first one on.
    package let promptCount: Int
    package let work: Work

    package enum Work: Sendable {
        case here(WorkHere)
        case program(WorkElsewhere)
        /// Listed and not run, with the reason.
        case missing(String)
    }

    init(_ name: String, _ kind: Kind, _ made: String, promptCount: Int, _ work: Work) {
        self.name = name
        self.kind = kind
        self.made = made
        self.promptCount = promptCount
        self.work = work
    }
}
