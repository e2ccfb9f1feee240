/// Something that a node is asked to do.
package struct SimulatedTask: Sendable, Equatable {
    package enum Work: Sendable, Equatable {
        /// Become a part of the network, through nodes that are in it.
        case join(through: [Int])
        /// Put an item's record where others find it.
        case store(item: Int)
        /// Find an item's record.
        case find(item: Int)
    }

    /// Unlike all other tasks' numbers.
    package let number: Int
    package let work: Work

    package init(number: Int, _ work: Work) {
        self.number = number
        self.work = work
    }
}

/// The end of a task, as its node tells it.
package struct TaskOutcome: Sendable, Equatable {
    package let taskNumber: Int
    /// Whether the node takes the task for done: it has neighbours, enough others hold its record,
    /// or it found one.
    package let isDone: Bool
    /// A found value, which is not always the right one.
    package let value: [UInt8]?
    /// The nodes whose answers led to the result: the first was known before, each other was named
    /// by the one before it, and the last gave the result.
    package let path: [Int]
    /// The requests and answers that it took.
    package let messageCount: Int

    package init(
        taskNumber: Int, isDone: Bool, value: [UInt8]? = nil, path: [Int] = [],
        messageCount: Int = 0
    ) {
        self.taskNumber = taskNumber
        self.isDone = isDone
        self.value = value
        self.path = path
        self.messageCount = messageCount
    }
}
