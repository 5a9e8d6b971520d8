import Glibc

/// A number with so many digits behind the point.
func decimal(_ value: Double, _ digits: Int) -> String {
  let scale = pow(10, Double(digits))
  let rounded = (value.magnitude * scale).rounded()
  guard rounded < 1e15 else { return "\(value)" }
  let whole = "\(Int(rounded) / Int(scale))"
  let sign = value < 0 && rounded > 0 ? "-" : ""
  guard digits > 0 else { return sign + whole }
  let part = "\(Int(rounded) % Int(scale))"
  return sign + whole + "." + String(repeating: "0", count: digits - part.count) + part
}
