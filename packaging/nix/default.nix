# Nix's recipe for the native programs, from the archive of a release: nix-build --arg archive ./s6j-0.1.0-linux-x86_64.tar.xz
{
  pkgs ? import <nixpkgs> { },
  archive ? ../../dist/target/s6j-0.1.0-linux-x86_64.tar.xz,
}:
pkgs.stdenvNoCC.mkDerivation {
  pname = "s6j";
  version = "0.1.0";
  src = archive;

  # Static, and laid out by the build: nothing is to be stripped or patched.
  dontConfigure = true;
  dontBuild = true;
  dontFixup = true;

  installPhase = ''
    runHook preInstall
    sh ./install.sh --prefix="$out"
    rm "$out/lib/s6j-0.1.0/manifest" "$out/lib/s6j-0.1.0/install.sh"
    runHook postInstall
  '';

  meta = {
    description = "Supervision suite, compatible with s6";
    platforms = [
      "x86_64-linux"
      "aarch64-linux"
    ];
    mainProgram = "s6";
  };
}
