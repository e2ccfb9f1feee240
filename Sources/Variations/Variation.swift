/// One way in which the same run is made again, which may not move a bit.
public struct Variation: Sendable {
    /// What varies.
    public enum Kind: String, Sendable, CaseIterable {
        /// How integers are multiplied.
        case backend
        /// Threads, batches, orders and shortcuts.
        case work
        /// The form of the engine, whether anybody looks on, and where it begins.
        case engine
        /// Where buffers lie and what lies in them.
        case memory
        /// A process of its own: its environment, limits and folder.
        case process
        /// Another build of the program.
        case build
        /// Another processor, emulated.
        case processor
        /// None of these: a fault put in on purpose.
        case planted
    }

    /// `threads-7`: what `--only` takes, once in a matrix.
    public let name: String
    public let kind: Kind
    /// How it is made, for people: "7 threads".
    public let made: String
    /// How many of the prompts it runs, from the first one on.
    public let promptCount: Int
    package let work: Work

    package enum Work: Sendable {
        case here(WorkHere)
        case program(WorkElsewhere)
        /// Listed and not run: why.
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
