internal import Tensors

extension IntegerFormat {
    /// Whether all elements lie inside the clamp, none on it.
    func holdsInside(_ elements: [Int32]) -> Bool {
        let limit = Int32(clamp)
        var isInside = true
        for element in elements { isInside = isInside && element > -limit && element < limit }
        return isInside
    }
}
