/* A disk that fails, preloaded into a program under test: for files below DISK_ROOT.
 *
 * DISK_FAIL=n      the n-th write fails with DISK_ERRNO, the others do not
 * DISK_FULL=bytes  once so many bytes were written each write fails with ENOSPC, as long as DISK_ROOT/full is there
 * DISK_CUT=n       at the n-th write the power goes: of what was written since each file's last fsync, sectors are
 *                  dropped (DISK_SEED chooses which; 0: all of them), and the process is killed
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR = 512 };

struct undo {
    char path[PATH_MAX];
    off_t at;
    size_t size;      /* bytes that were there before */
    size_t length;    /* bytes that were written */
    char *before;
    struct undo *next;
};

static struct undo *undone;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static long writes, bytes_written;
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static ssize_t (*real_write)(int, const void *, size_t);
static int (*real_fsync)(int), (*real_fdatasync)(int);

static void find(void) {
    if (real_write)
        return;
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_write = dlsym(RTLD_NEXT, "write");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
}

static long number(const char *name) {
    const char *said = getenv(name);
    return said ? atol(said) : 0;
}

/* The path of an open file where it lies below DISK_ROOT and is a database, its log or a copy; 0 else. */
static int is_ours(int fd, char *path) {
    const char *root = getenv("DISK_ROOT");
    char link[64];
    if (!root)
        return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0)
        return 0;
    path[length] = 0;
    return strncmp(path, root, strlen(root)) == 0 && !strstr(path, "-shm") && !strstr(path, "/told");
}

static void power_cut(void) {
    unsigned seed = (unsigned)number("DISK_SEED");
    for (struct undo *one = undone; one; one = one->next) {
        int fd = open(one->path, O_WRONLY);
        if (fd < 0)
            continue;
        char zeros[SECTOR] = {0};
        for (size_t at = 0; at < one->length; at += SECTOR) {
            size_t part = one->length - at < SECTOR ? one->length - at : SECTOR;
            if (seed && rand_r(&seed) % 2)
                continue;
            if (at + part <= one->size)
                real_pwrite(fd, one->before + at, part, one->at + (off_t)at);
            else
                real_pwrite(fd, zeros, part, one->at + (off_t)at);
        }
        close(fd);
    }
    kill(getpid(), SIGKILL);
    for (;;)
        pause();
}

static void remember(int fd, const char *path, size_t length, off_t at) {
    struct undo *one = calloc(1, sizeof *one);
    strcpy(one->path, path);
    one->at = at;
    one->length = length;
    one->before = malloc(length + 1);
    int again = open(path, O_RDONLY);
    ssize_t held = again < 0 ? 0 : pread(again, one->before, length, at);
    if (again >= 0)
        close(again);
    one->size = held > 0 ? (size_t)held : 0;
    one->next = undone;
    undone = one;
    (void)fd;
}

static void forget(const char *path) {
    for (struct undo **place = &undone; *place;) {
        struct undo *one = *place;
        if (strcmp(one->path, path) == 0) {
            *place = one->next;
            free(one->before);
            free(one);
        } else
            place = &one->next;
    }
}

static int is_full(void) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/full", getenv("DISK_ROOT"));
    return access(path, F_OK) == 0;
}

/* What becomes of a write: 0 where it goes on, else the number of its error. */
static int judged(int fd, const char *path, size_t length, off_t at) {
    writes++;
    bytes_written += (long)length;
    if (writes == number("DISK_FAIL"))
        return (int)(number("DISK_ERRNO") ? number("DISK_ERRNO") : EIO);
    if (number("DISK_FULL") && bytes_written > number("DISK_FULL") && is_full())
        return ENOSPC;
    if (number("DISK_CUT")) {
        remember(fd, path, length, at);
        if (writes == number("DISK_CUT"))
            power_cut();
    }
    return 0;
}

ssize_t pwrite(int fd, const void *from, size_t length, off_t at) {
    char path[PATH_MAX];
    find();
    if (!is_ours(fd, path))
        return real_pwrite(fd, from, length, at);
    pthread_mutex_lock(&turn);
    int wrong = judged(fd, path, length, at);
    ssize_t done = wrong ? -1 : real_pwrite(fd, from, length, at);
    pthread_mutex_unlock(&turn);
    if (wrong)
        errno = wrong;
    return done;
}

ssize_t pwrite64(int fd, const void *from, size_t length, off_t at) { return pwrite(fd, from, length, at); }

ssize_t write(int fd, const void *from, size_t length) {
    char path[PATH_MAX];
    find();
    if (fd < 3 || !is_ours(fd, path))
        return real_write(fd, from, length);
    pthread_mutex_lock(&turn);
    int wrong = judged(fd, path, length, lseek(fd, 0, SEEK_CUR));
    ssize_t done = wrong ? -1 : real_write(fd, from, length);
    pthread_mutex_unlock(&turn);
    if (wrong)
        errno = wrong;
    return done;
}

static int forced(int fd, int (*real)(int)) {
    char path[PATH_MAX];
    int ours = is_ours(fd, path);
    if (ours)
        pthread_mutex_lock(&turn);
    int done = real(fd);
    if (ours) {
        forget(path);
        pthread_mutex_unlock(&turn);
    }
    return done;
}

int fsync(int fd) {
    find();
    return forced(fd, real_fsync);
}

int fdatasync(int fd) {
    find();
    return forced(fd, real_fdatasync);
}
