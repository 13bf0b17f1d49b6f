#!/bin/bash
# A Debian kernel of another release, booted under software emulation to run one script in: real modules and a real modprobe, on a
# machine whose own kernel may have neither. Root is needed for apt only; this machine keeps its kernel, rules and disks.
#
#   lab.sh fetch  SUITE            downloads a kernel and what the file packages names, with all that they need
#   lab.sh root   SUITE            unpacks them into a directory tree; nothing is configured, no maintainer script runs
#   lab.sh image  SUITE [DIR...]   adds the directories' files under /lab and makes an ext4 image of the tree
#   lab.sh boot   SUITE SCRIPT     boots a throw-away copy, runs /lab/SCRIPT as pid 1's only child, and unpacks what it left in /results
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
lab=${LAB:?where to keep trees, images and results: some 450 MB a suite}
command=${1:?fetch, root, image or boot}
suite=${2:?bullseye, bookworm or trixie}
shift 2
work=$lab/$suite
mkdir -p "$work"

# The mirror that this machine uses already, asked for another suite; keyrings of all suites are in debian-archive-keyring.
mirror() {
    local uris
    uris=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2> /dev/null |
        sed -nE 's/^(URIs:|deb( \[[^]]*\])?) +(https?:[^ ]+).*/\3/p' | grep -E "/$1/?\$" | head -1)
    [ -n "$uris" ] || { echo "no apt source of this machine ends in /$1" >&2; exit 1; }
    echo "${uris%/}"
}

apt_config() {
    local apt=$work/apt
    mkdir -p "$apt"/{etc,lists/partial,archives/partial}
    : >> "$apt/status"
    printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s\n' \
        "$(mirror debian) $suite main" "$(mirror debian-security) $suite-security main" > "$apt/sources.list"
    cat > "$apt/apt.conf" <<CONF
Dir::Etc::sourcelist "$apt/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "$apt/lists";
Dir::State::status "$apt/status";
Dir::State::extended_states "$apt/extended_states";
Dir::Cache::archives "$apt/archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
APT::Install-Recommends "false";
APT::Sandbox::User "root";
CONF
    export APT_CONFIG=$apt/apt.conf
}

case $command in
fetch)
    apt_config
    apt-get update -qq
    kernel=$(apt-cache depends linux-image-cloud-amd64 | sed -nE 's/.*Depends: (linux-image-[0-9].*)/\1/p' | head -1)
    apt-get install -qq -y --download-only $(sed 's/#.*//' "$here/packages" | xargs) busybox-static > /dev/null
    (cd "$work/apt/archives" && ls linux-image-*.deb > /dev/null 2>&1 || apt-get download -qq "$kernel")
    ;;
root)
    root=$work/root
    rm -rf "$root"
    mkdir -p "$root"/{usr/bin,usr/sbin,usr/lib,usr/lib64,proc,sys,dev,run,tmp,etc,var/lib,results,lab}
    for link in bin sbin lib lib64; do ln -s "usr/$link" "$root/$link"; done
    for deb in "$work"/apt/archives/*.deb; do
        # Their scripts are never run here.
        case ${deb##*/} in perl* | libperl* | python* | libpython* | libicu* | dpkg_* | debconf* | adduser*) continue ;; esac
        dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --keep-directory-symlink --exclude='./usr/share/doc*' \
            --exclude='./usr/share/man*' --exclude='./usr/share/locale*' --exclude='./usr/share/info*'
    done
    depmod -b "$root" "$(basename "$(ls -d "$root"/lib/modules/*)")"
    mv "$root"/boot/vmlinuz-* "$work/vmlinuz"
    rm -rf "$root/boot"
    ldconfig -r "$root"
    printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/sh\n' > "$root/etc/passwd"
    printf 'root:x:0:\nnogroup:x:65534:\n' > "$root/etc/group"
    for applet in sh awk; do [ -e "$root/bin/$applet" ] || ln -s busybox "$root/bin/$applet"; done
    ;;
image)
    root=$work/root
    rm -rf "$root/lab" && mkdir "$root/lab"
    cp -r "$here/guest/." "$root/lab"
    for directory in "$@"; do cp -r "$directory/." "$root/lab"; done
    chmod -R a+rX "$root/lab"
    chmod a+x "$root"/lab/init "$root/lab/send" "$root"/lab/bin/*
    rm -f "$work/root.ext4"
    mke2fs -q -t ext4 -O ^has_journal,^metadata_csum -m 0 -E root_owner=0:0 -d "$root" "$work/root.ext4" 700M
    ;;
boot)
    script=${1:?which script of /lab}
    results=$work/results
    rm -rf "$results" && mkdir -p "$results"
    truncate -s 64M "$results/.tar"
    # Cloud kernels have NVMe and ext4 built in and need no initramfs. The root is the only NVMe disk, so that its name is certain.
    timeout -k 5 "${LIMIT:-900}" qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 1 -m 768M \
        -nodefaults -no-user-config -no-reboot -display none -monitor none -serial "file:$results/console.log" -device virtio-rng-pci \
        -drive "if=none,id=root,file=$work/root.ext4,format=raw,snapshot=on,cache=unsafe" -device nvme,drive=root,serial=root \
        -drive "if=none,id=results,file=$results/.tar,format=raw,cache=unsafe" -device virtio-blk-pci,drive=results,serial=results \
        -kernel "$work/vmlinuz" < /dev/null \
        -append "root=/dev/nvme0n1 rw init=/lab/init console=ttyS0 quiet panic=-1 rcupdate.rcu_expedited=1 lab=$script" ||
        echo "qemu ended with $?" >&2
    tar -x -C "$results" -f "$results/.tar" 2> /dev/null || { echo "no results: see $results/console.log" >&2; exit 1; }
    rm -f "$results/.tar"
    ;;
esac
