import Traces

/// Two schedules brought to the operations that both traces hold.
struct ScheduleAlignment {
    /// An operation that is compared: its inputs as places in the alignment, and its place in each
    /// trace.
    struct Step {
        let operation: ScheduledOperation
        let left: Int
        let right: Int
    }

    /// The operations at the first place where the schedules differ; nil on a side whose operations
    /// have ended.
    struct Parting {
        let left: ScheduledOperation?
        let right: ScheduledOperation?
        let words: String
    }

    /// The operations up to the first difference.
    let steps: [Step]
    let parting: Parting?
    /// The longer of both schedules, for maps.
    let operations: [ScheduledOperation]

    /// - Parameter level: the level of the coarser trace.
    init(_ left: Trace, _ right: Trace, level: TraceLevel) throws(ComparisonError) {
        let leftList = try ComparedSchedule(left, .left, to: level, like: right)
        let rightList = try ComparedSchedule(right, .right, to: level, like: left)
        let lists = (leftList.operations, rightList.operations)
        let shared = min(lists.0.count, lists.1.count)
        let first = (0..<shared).first { lists.0[$0] != lists.1[$0] }
        let end = first ?? shared
        steps = (0..<end).map {
            Step(operation: lists.0[$0], left: leftList.places[$0], right: rightList.places[$0])
        }
        operations = lists.1.count > lists.0.count ? lists.1 : lists.0
        guard first != nil || lists.0.count != lists.1.count else {
            parting = nil
            return
        }
        let (a, b) = (
            end < lists.0.count ? lists.0[end] : nil, end < lists.1.count ? lists.1[end] : nil
        )
        parting = Parting(left: a, right: b, words: Self.words(a, b, lists.0, lists.1))
    }

    private static func words(
        _ left: ScheduledOperation?, _ right: ScheduledOperation?, _ leftList: [ScheduledOperation],
        _ rightList: [ScheduledOperation]
    ) -> String {
        guard let left, let right else {
            let (name, side) = left.map { ($0.name, "left") } ?? (right?.name ?? "", "right")
            return "only the \(side) run goes on, with \(name)"
        }
        guard left.name == right.name else {
            return "the left run goes on with \(left.name), the right one with \(right.name)"
        }
        if left.dimensions != right.dimensions {
            return "the shape of \(left.name) is \(shape(left)) on the left and \(shape(right)) "
                + "on the right"
        }
        if left.elementType != right.elementType {
            return "the elements of \(left.name) are \(left.elementType.name) on the left and "
                + "\(right.elementType.name) on the right"
        }
        return "\(left.name) reads \(inputs(left, leftList)) on the left and "
            + "\(inputs(right, rightList)) on the right"
    }

    /// "[T, 192]"
    static func shape(_ operation: ScheduledOperation) -> String {
        let texts = operation.dimensions.map { dimension in
            switch dimension {
            case .tokens: "T"
            case .fixed(let count): "\(count)"
            }
        }
        return "[\(texts.joined(separator: ", "))]"
    }

    private static func inputs(
        _ operation: ScheduledOperation, _ list: [ScheduledOperation]
    ) -> String {
        guard !operation.inputs.isEmpty else { return "nothing" }
        let names = operation.inputs.prefix(inputCountShown).map { list[$0].name }
        let rest = operation.inputs.count - names.count
        return names.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    private static let inputCountShown = 4
}
