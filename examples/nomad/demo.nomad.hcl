# A job for Nomad, with the image and the init of examples/kubernetes.
job "demo" {
  type = "service"

  group "demo" {
    network {
      port "metrics" {
        to = 9779
      }
    }

    task "demo" {
      driver = "docker"
      user   = "12345:12345"

      # Longer than init gives the services.
      kill_signal  = "SIGTERM"
      kill_timeout = "30s"

      config {
        image           = "registry.example/demo:1"
        entrypoint      = ["/s6j/init"]
        ports           = ["metrics"]
        readonly_rootfs = true
        cap_drop        = ["all"]

        mount {
          type   = "tmpfs"
          target = "/run"

          tmpfs_options {
            size = 67108864
            mode = 1023 # 01777
          }
        }
      }

      service {
        name = "demo"
        port = "metrics"

        # Up, ready and healthy, all that is wanted. Checks by a command want Consul.
        check {
          type     = "script"
          name     = "healthy"
          command  = "/s6j/bin/s6-rc"
          args     = ["-l", "/run/s6j/live", "healthy"]
          interval = "5s"
          timeout  = "2s"

          # The suite restarts services by itself; a task in which that has not helped is made anew.
          check_restart {
            limit = 24
            grace = "60s"
          }
        }
      }

      resources {
        cpu    = 50
        memory = 64
      }
    }
  }
}
