/** Sign in as staff. */
export default function StaffSignIn() {
  return null;
}
