internal import PublishedHybrid

/// A call of the engine that waits, with the turn that it answers.
struct EnginePending {
    let wait: EngineWait
    let turn: Int
    let seconds: Int
    /// The last second, since the call, at which it looked.
    var looked = 0
}
