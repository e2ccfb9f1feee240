internal import Tensors

extension IntegerFormat {
    /// Whether all elements lie inside the clamp, none on it.
    func holdsInside(_ elements: UnsafeBufferPointer<Int32>) -> Bool {
        var (least, most): (Int32, Int32) = (0, 0)
        for index in 0..<elements.count {
            least = unsafe min(least, elements[index])
            most = unsafe max(most, elements[index])
        }
        return Int64(least) > -clamp && Int64(most) < clamp
    }
}
