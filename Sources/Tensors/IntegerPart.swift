/// Some of a parameter's elements, which follow each other.
public struct IntegerPart: Sendable {
    private enum Storage {
        case elements([Int32])
        case segment(NarrowSegment)
    }

    private let storage: Storage

    package static func elements(_ elements: [Int32]) -> IntegerPart {
        IntegerPart(storage: .elements(elements))
    }

    static func segment(_ segment: NarrowSegment) -> IntegerPart {
        IntegerPart(storage: .segment(segment))
    }

    /// As many as stay near while they are worked on.
    private static let sliceElementCount = 4096

    /// Lends the elements, slice by slice in order.
    public func forEachSlice<Failure: Error>(
        _ body: (UnsafeBufferPointer<Int32>) throws(Failure) -> Void
    ) throws(Failure) {
        let room = UnsafeMutableBufferPointer<Int32>.allocate(capacity: Self.sliceElementCount)
        defer { unsafe room.deallocate() }
        let count =
            switch storage {
            case .elements(let elements): elements.count
            case .segment(let segment): segment.count
            }
        for start in stride(from: 0, to: count, by: Self.sliceElementCount) {
            let range = start..<min(start + Self.sliceElementCount, count)
            switch storage {
            case .elements(let elements):
                _ = unsafe room.update(fromContentsOf: elements[range])
            case .segment(let segment): unsafe segment.copy(range, to: room)
            }
            try unsafe body(UnsafeBufferPointer(rebasing: room[..<range.count]))
        }
    }
}
